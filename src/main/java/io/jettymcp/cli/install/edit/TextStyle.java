package io.jettymcp.cli.install.edit;

/**
 * Holds how a text is laid out.
 *
 * @param unit the indentation of one level
 * @param lineEnd the line end
 */
record TextStyle(String unit, String lineEnd) {

  /** Returns the line end of the first line; LF for a single line. */
  static String lineEndOf(String text) {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  /** Returns the blanks and tabs at the start of the line of an index. */
  static String indentAt(String text, int at) {
    int start = text.lastIndexOf('\n', at - 1) + 1;
    return text.substring(start, skipBlanks(text, start));
  }

  /** Returns the index behind blanks and tabs. */
  static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** Returns the index before blanks and tabs. */
  static int skipBlanksBack(String text, int from) {
    int at = from;
    while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
      at--;
    }
    return at;
  }

  /** Returns the index of the line end that is before an index, else the index. */
  static int skipLineEndBack(String text, int from) {
    if (from == 0 || text.charAt(from - 1) != '\n') {
      return from;
    }
    return from > 1 && text.charAt(from - 2) == '\r' ? from - 2 : from - 1;
  }

  /** Returns true if a line ends at an index, or the text. */
  static boolean isLineEnd(String text, int at) {
    return at >= text.length() || text.charAt(at) == '\n' || text.startsWith("\r\n", at);
  }

  /** Returns the index of the end of a line. */
  static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    if (end < 0) {
      return text.length();
    }
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }
}
