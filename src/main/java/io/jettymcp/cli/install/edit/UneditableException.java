package io.jettymcp.cli.install.edit;

/**
 * Reports why a file was not changed; the message continues a sentence that begins with the file's
 * path.
 */
public final class UneditableException extends Exception {
  private static final long serialVersionUID = 1L;

  UneditableException(String problem) {
    super(problem);
  }

  /** Reports a place at which the text is not of its format. */
  static UneditableException broken(String format, int line, int column, String reason) {
    return new UneditableException(
        "cannot be read: line %s, column %s is not valid %s: %s"
            .formatted(line, column, format, reason));
  }

  /** Reports a place at which the text is not of its format, by its index. */
  static UneditableException broken(String format, String text, int at, String reason) {
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int line = (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    return broken(format, line, at - lineStart + 1, reason);
  }
}
