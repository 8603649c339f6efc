package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.ConfigNode.Member;
import io.jettymcp.cli.install.edit.ConfigNode.Reached;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits JSON in place, with comments and trailing commas as editors accept them. */
public record JsonFormat() implements HostConfigFormat {
  private static final String DEFAULT_UNIT = "  ";

  @Override
  public String alone(List<String> path, Map<String, Object> value) {
    return JsonText.lines(nested(path, value), "", new TextStyle(DEFAULT_UNIT, "\n")) + "\n";
  }

  @Override
  public Map<String, Object> read(String text) throws UneditableException {
    return JsonReader.read(text).map(ConfigNode::fields).orElse(Map.of());
  }

  @Override
  public String set(String text, List<String> path, Object value) throws UneditableException {
    Optional<ConfigNode> root = JsonReader.read(text);
    if (root.isEmpty()) {
      TextStyle style = new TextStyle(DEFAULT_UNIT, TextStyle.lineEndOf(text));
      String start = text.isBlank() || text.endsWith("\n") ? "" : style.lineEnd();
      return (text.isBlank() ? "" : text)
          + start
          + JsonText.lines(nested(path, value), "", style)
          + style.lineEnd();
    }
    Reached reached = root.get().reach(path);
    int depth = Math.min(reached.depth(), path.size() - 1);
    ConfigNode map = root.get().reach(path.subList(0, depth)).map();
    TextStyle style = new TextStyle(unit(text, root.get()), TextStyle.lineEndOf(text));
    Object rest = nested(path.subList(depth + 1, path.size()), value);
    Optional<Member> member = map.member(path.get(depth));
    return member.isPresent()
        ? replace(text, member.get(), rest, style)
        : insert(text, map, path.get(depth), rest, style);
  }

  /** Wraps a value into maps of the names of a path. */
  private static Object nested(List<String> path, Object value) {
    Object nested = value;
    for (int i = path.size() - 1; i >= 0; i--) {
      nested = Map.of(path.get(i), nested);
    }
    return nested;
  }

  private static String replace(String text, Member member, Object value, TextStyle style) {
    String indent = TextStyle.indentAt(text, member.start());
    return new Splices(text)
        .replace(
            member.node().start(),
            member.node().end(),
            isSingleLine(text) ? JsonText.line(value) : JsonText.lines(value, indent, style))
        .apply();
  }

  private static String insert(
      String text, ConfigNode map, String name, Object value, TextStyle style) {
    return map.members().isEmpty()
        ? fill(text, map, name, value, style)
        : append(text, map, name, value, style);
  }

  /** Adds a field to an object that has none. */
  private static String fill(
      String text, ConfigNode map, String name, Object value, TextStyle style) {
    int close = map.end() - 1;
    int at = close;
    while (Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    String indent = TextStyle.indentAt(text, map.start());
    if (map.start() > 0 && isSingleLine(text)) {
      return new Splices(text).insert(at, field(name, JsonText.line(value))).apply();
    }
    String inner = indent + style.unit();
    String closing = text.substring(at, close).contains("\n") ? "" : style.lineEnd() + indent;
    return new Splices(text)
        .insert(
            at,
            style.lineEnd() + inner + field(name, JsonText.lines(value, inner, style)) + closing)
        .apply();
  }

  /** Adds a field behind the last one. */
  private static String append(
      String text, ConfigNode map, String name, Object value, TextStyle style) {
    Member last = map.members().get(map.members().size() - 1);
    int end = last.node().end();
    int comma = comma(text, end);
    int anchor = comma < 0 ? end : comma + 1;
    Splices splices = new Splices(text);
    if (comma < 0) {
      splices.insert(end, ",");
    }
    String separator = comma < 0 ? "" : ",";
    if (!text.substring(map.start(), last.start()).contains("\n")) {
      return splices
          .insert(behindComments(text, anchor), " " + field(name, JsonText.line(value)) + separator)
          .apply();
    }
    String indent = TextStyle.indentAt(text, last.start());
    return splices
        .insert(
            behindComments(text, anchor),
            style.lineEnd()
                + indent
                + field(name, JsonText.lines(value, indent, style))
                + separator)
        .apply();
  }

  @Override
  public boolean isCommented(String text, List<String> path) throws UneditableException {
    ConfigNode root = JsonReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    ConfigNode map = root.reach(path).map();
    return !isAlone(text, map, map.members().get(0));
  }

  /** Returns true if there is nothing in an object but a field, its comma and blanks. */
  private static boolean isAlone(String text, ConfigNode map, Member member) {
    return map.members().size() == 1
        && text.substring(map.start() + 1, member.start()).isBlank()
        && text.substring(member.node().end(), map.end() - 1).replaceFirst(",", "").isBlank();
  }

  @Override
  public String remove(String text, List<String> path) throws UneditableException {
    ConfigNode root = JsonReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    ConfigNode map = root.reach(path.subList(0, path.size() - 1)).map();
    Optional<Member> found = map.member(path.get(path.size() - 1));
    return found.isEmpty() ? text : without(text, map, found.get());
  }

  private static String without(String text, ConfigNode map, Member member) {
    int index = map.members().indexOf(member);
    int end = member.node().end();
    int comma = comma(text, end);
    int after = comma < 0 ? end : comma + 1;
    Splices splices = new Splices(text);
    if (isAlone(text, map, member)) {
      return splices.delete(map.start() + 1, map.end() - 1).apply();
    }
    int rest = TextStyle.skipBlanks(text, after);
    boolean endsLine = TextStyle.isLineEnd(text, rest);
    boolean isLast = endsLine || text.charAt(rest) == '}';
    int from =
        isLast
            ? TextStyle.skipLineEndBack(text, TextStyle.skipBlanksBack(text, member.start()))
            : member.start();
    splices.delete(from, end);
    if (comma >= 0) {
      splices.delete(comma, after);
    } else if (index > 0) {
      int before = comma(text, map.members().get(index - 1).node().end());
      splices.delete(before, before + 1);
    }
    if (endsLine || (text.charAt(rest) != '}' && text.charAt(rest) != '/')) {
      splices.delete(after, rest);
    }
    return splices.apply();
  }

  private static String field(String name, String value) {
    return JsonText.string(name) + ": " + value;
  }

  private static boolean isSingleLine(String text) {
    return !text.strip().contains("\n");
  }

  /** Returns the indentation of the first field that is on a line of its own. */
  private static String unit(String text, ConfigNode root) {
    for (Member member : root.members()) {
      String indent = TextStyle.indentAt(text, member.start());
      if (!indent.isEmpty()) {
        return indent;
      }
    }
    return DEFAULT_UNIT;
  }

  /** Returns the index of the comma behind a value, or a negative number. */
  private static int comma(String text, int end) {
    int at = end;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '/') {
        at = endOfComment(text, at);
      } else {
        return c == ',' ? at : -1;
      }
    }
    return -1;
  }

  /** Returns the index behind comments on the same line, and the end of the line if it follows. */
  private static int behindComments(String text, int from) {
    int end = from;
    int at = TextStyle.skipBlanks(text, from);
    while (at < text.length() && text.charAt(at) == '/') {
      int comment = endOfComment(text, at);
      if (text.substring(at, comment).contains("\n")) {
        return end;
      }
      end = comment;
      at = TextStyle.skipBlanks(text, end);
    }
    return TextStyle.isLineEnd(text, at) ? at : end;
  }

  private static int endOfComment(String text, int from) {
    return text.startsWith("//", from)
        ? TextStyle.endOfLine(text, from)
        : text.indexOf("*/", from) + 2;
  }
}
