package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.ConfigNode.Member;

/**
 * Adds and removes fields of an object and items of an array, with their commas; comments remain.
 *
 * @param node the object or array
 */
record JsonMembers(String text, ConfigNode node) {

  /** Returns the text with a field or item behind another one. */
  String withBehind(Member before, String name, Object value, TextStyle style) {
    int end = before.node().end();
    int comma = comma(end);
    int anchor = comma < 0 ? end : comma + 1;
    Splices splices = new Splices(text);
    if (comma < 0) {
      splices.insert(end, ",");
    }
    String separator = comma < 0 ? "" : ",";
    String start = hasLines(before) ? style.lineEnd() + indentOf(before) : " ";
    return splices
        .insert(behindComments(anchor), start + written(before, name, value, style) + separator)
        .apply();
  }

  /** Returns the text with an item before all others. */
  String withFirst(Object value, TextStyle style) {
    Member next = node.members().get(0);
    String end = hasLines(next) ? style.lineEnd() + indentOf(next) : " ";
    return new Splices(text)
        .insert(next.start(), written(next, "", value, style) + "," + end)
        .apply();
  }

  /** Returns whether a member is not on the line on which the object or array starts. */
  private boolean hasLines(Member member) {
    return text.substring(node.start(), member.start()).contains("\n");
  }

  private String indentOf(Member member) {
    return TextStyle.indentAt(text, member.start());
  }

  private String written(Member beside, String name, Object value, TextStyle style) {
    String written =
        hasLines(beside) ? JsonText.lines(value, indentOf(beside), style) : JsonText.line(value);
    return node.isMap() ? JsonText.field(name, written) : written;
  }

  String without(Member member) {
    int index = node.members().indexOf(member);
    int end = member.node().end();
    int comma = comma(end);
    int after = comma < 0 ? end : comma + 1;
    Splices splices = new Splices(text);
    if (isAlone(member)) {
      return splices.delete(node.start() + 1, node.end() - 1).apply();
    }
    int rest = TextStyle.skipBlanks(text, after);
    boolean endsLine = TextStyle.isLineEnd(text, rest);
    boolean isLast = endsLine || rest == node.end() - 1;
    int before = index > 0 ? node.members().get(index - 1).node().end() : node.start() + 1;
    int from = member.start();
    if (isLast) {
      int line = TextStyle.skipLineEndBack(text, TextStyle.skipBlanksBack(text, from));
      // The bracket must not become a part of the comment.
      from = endsLine || !endsWithLineComment(before, line) ? line : from;
    }
    splices.delete(from, end);
    if (comma >= 0) {
      splices.delete(comma, after);
    } else if (index > 0) {
      int separator = comma(before);
      splices.delete(separator, separator + 1);
    }
    if (endsLine || (rest != node.end() - 1 && text.charAt(rest) != '/')) {
      splices.delete(after, rest);
    }
    return splices.apply();
  }

  /** Returns true if there is nothing but a member, its comma and blanks. */
  boolean isAlone(Member member) {
    return node.members().size() == 1
        && text.substring(node.start() + 1, member.start()).isBlank()
        && text.substring(member.node().end(), node.end() - 1).replaceFirst(",", "").isBlank();
  }

  /** Returns whether what is between two members ends with a comment to the end of a line. */
  private boolean endsWithLineComment(int from, int to) {
    int at = from;
    while (at < to) {
      boolean isComment = text.charAt(at) == '/';
      int end = isComment ? endOfComment(at) : at + 1;
      if (isComment && end == to && text.startsWith("//", at)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /** Returns the index of the comma behind a value, or a negative number. */
  private int comma(int end) {
    int at = end;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '/') {
        at = endOfComment(at);
      } else {
        return c == ',' ? at : -1;
      }
    }
    return -1;
  }

  /** Returns the index behind comments on the same line, and the end of the line if it follows. */
  private int behindComments(int from) {
    int end = from;
    int at = TextStyle.skipBlanks(text, from);
    while (at < text.length() && text.charAt(at) == '/') {
      int comment = endOfComment(at);
      if (text.substring(at, comment).contains("\n")) {
        return end;
      }
      end = comment;
      at = TextStyle.skipBlanks(text, end);
    }
    return TextStyle.isLineEnd(text, at) ? at : end;
  }

  private int endOfComment(int from) {
    return text.startsWith("//", from)
        ? TextStyle.endOfLine(text, from)
        : text.indexOf("*/", from) + 2;
  }
}
