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
    if (member.isPresent() && rest.equals(member.get().node().value())) {
      return text;
    }
    if (member.isPresent() && rest instanceof List<?> items && hasItems(member.get().node())) {
      return withItems(text, path, member.get().node(), items, style);
    }
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

  private static boolean hasItems(ConfigNode node) {
    return !node.isMap() && !node.members().isEmpty();
  }

  /** Changes an array item by item, so that comments between them remain. */
  private String withItems(
      String text, List<String> path, ConfigNode array, List<?> items, TextStyle style)
      throws UneditableException {
    List<?> old = (List<?>) array.value();
    int shorter = Math.min(old.size(), items.size());
    int start = 0;
    while (start < shorter && old.get(start).equals(items.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start && fromEnd(old, end).equals(fromEnd(items, end))) {
      end++;
    }
    List<Member> members = array.members();
    JsonMembers edit = new JsonMembers(text, array);
    String edited;
    if (start + end == items.size()) {
      edited = edit.without(members.get(start));
    } else if (start + end < old.size()) {
      edited = replace(text, members.get(start), items.get(start), style);
    } else if (start > 0) {
      edited = edit.withBehind(members.get(start - 1), "", items.get(start), style);
    } else {
      edited = edit.withFirst(items.get(0), style);
    }
    return set(edited, path, items);
  }

  private static Object fromEnd(List<?> list, int index) {
    return list.get(list.size() - 1 - index);
  }

  private static String insert(
      String text, ConfigNode map, String name, Object value, TextStyle style) {
    return map.members().isEmpty()
        ? fill(text, map, name, value, style)
        : new JsonMembers(text, map)
            .withBehind(map.members().get(map.members().size() - 1), name, value, style);
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
      return new Splices(text).insert(at, JsonText.field(name, JsonText.line(value))).apply();
    }
    String inner = indent + style.unit();
    String closing = text.substring(at, close).contains("\n") ? "" : style.lineEnd() + indent;
    return new Splices(text)
        .insert(
            at,
            style.lineEnd()
                + inner
                + JsonText.field(name, JsonText.lines(value, inner, style))
                + closing)
        .apply();
  }

  @Override
  public boolean isCommented(String text, List<String> path) throws UneditableException {
    ConfigNode root = JsonReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    ConfigNode map = root.reach(path).map();
    return !new JsonMembers(text, map).isAlone(map.members().get(0));
  }

  @Override
  public String remove(String text, List<String> path) throws UneditableException {
    ConfigNode root = JsonReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    ConfigNode map = root.reach(path.subList(0, path.size() - 1)).map();
    Optional<Member> found = map.member(path.get(path.size() - 1));
    return found.isEmpty() ? text : new JsonMembers(text, map).without(found.get());
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
}
