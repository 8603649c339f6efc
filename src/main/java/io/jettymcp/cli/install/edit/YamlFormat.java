package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.ConfigNode.Member;
import io.jettymcp.cli.install.edit.ConfigNode.Reached;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits YAML in place: mappings with a field a line, as programs write them. */
public record YamlFormat() implements HostConfigFormat {

  @Override
  public String alone(List<String> path, Map<String, Object> value) {
    return field(path, value, "", "\n") + "\n";
  }

  @Override
  public Map<String, Object> read(String text) throws UneditableException {
    return YamlReader.read(text).map(ConfigNode::fields).orElse(Map.of());
  }

  @Override
  public String set(String text, List<String> path, Object value) throws UneditableException {
    String lineEnd = TextStyle.lineEndOf(text);
    Optional<ConfigNode> root = YamlReader.read(text);
    if (root.isEmpty()) {
      String start = text.isEmpty() || text.endsWith("\n") ? "" : lineEnd;
      return text + start + field(path, value, "", lineEnd) + (start.isEmpty() ? lineEnd : "");
    }
    Reached reached = root.get().reach(path.subList(0, path.size() - 1));
    ConfigNode map = reached.map();
    List<String> rest = path.subList(reached.depth(), path.size());
    if (map.flow() && !map.members().isEmpty()) {
      throw new UneditableException(
          "has a mapping in braces that would have to be edited; write its fields on lines of their"
              + " own");
    }
    if (map.members().isEmpty()) {
      // An empty one is written {}, which is replaced as the value of its field.
      if (reached.depth() == 0) {
        return new Splices(text)
            .replace(map.start(), map.end(), field(rest, value, "", lineEnd))
            .apply();
      }
      Member member = owner(root.get(), path.subList(0, reached.depth()));
      return replace(text, member, nested(rest, value), lineEnd);
    }
    Optional<Member> member = map.member(rest.get(0));
    if (member.isPresent()) {
      return replace(text, member.get(), nested(rest.subList(1, rest.size()), value), lineEnd);
    }
    Member last = map.members().get(map.members().size() - 1);
    String indent = " ".repeat(column(text, last.start()));
    return new Splices(text)
        .insert(
            TextStyle.endOfLine(text, last.node().end()),
            lineEnd + indent + field(rest, value, indent, lineEnd))
        .apply();
  }

  private static Member owner(ConfigNode root, List<String> path) throws UneditableException {
    return root.reach(path.subList(0, path.size() - 1))
        .map()
        .member(path.get(path.size() - 1))
        .orElseThrow(() -> new UneditableException("is not a YAML mapping"));
  }

  private static String field(List<String> path, Object value, String indent, String lineEnd) {
    return YamlText.field(
        path.get(0), nested(path.subList(1, path.size()), value), indent, lineEnd);
  }

  private static Object nested(List<String> path, Object value) {
    Object nested = value;
    for (int i = path.size() - 1; i >= 0; i--) {
      nested = Map.of(path.get(i), nested);
    }
    return nested;
  }

  private static String replace(String text, Member member, Object value, String lineEnd) {
    ConfigNode old = member.node();
    if (value instanceof Collection<?> list && !list.isEmpty() && !old.flow()) {
      String indent = " ".repeat(column(text, old.start()));
      return new Splices(text)
          .replace(old.start(), old.end(), YamlText.items(list, indent, lineEnd))
          .apply();
    }
    if (value instanceof String || value instanceof Literal || value instanceof Collection<?>) {
      String blank = old.start() > 0 && text.charAt(old.start() - 1) == ':' ? " " : "";
      return new Splices(text)
          .replace(old.start(), old.end(), blank + YamlText.line(value))
          .apply();
    }
    String indent = " ".repeat(column(text, member.start()));
    Splices splices = new Splices(text);
    int from = TextStyle.skipBlanksBack(text, old.start());
    splices.delete(text.charAt(from - 1) == ':' ? from : old.start(), old.end());
    return splices
        .insert(
            Math.max(old.end(), TextStyle.endOfLine(text, old.end())),
            YamlText.behindColon(value, indent, lineEnd))
        .apply();
  }

  @Override
  public boolean isCommented(String text, List<String> path) throws UneditableException {
    ConfigNode root = YamlReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    Member owner = owner(root, path);
    return text.substring(owner.start(), owner.node().start()).contains("#");
  }

  @Override
  public String remove(String text, List<String> path) throws UneditableException {
    ConfigNode root = YamlReader.read(text).orElseThrow(() -> new UneditableException("is empty"));
    ConfigNode map = root.reach(path.subList(0, path.size() - 1)).map();
    Optional<Member> found = map.member(path.get(path.size() - 1));
    if (found.isEmpty()) {
      return text;
    }
    if (map.members().size() == 1 && path.size() > 1) {
      return replace(
          text, owner(root, path.subList(0, path.size() - 1)), Map.of(), TextStyle.lineEndOf(text));
    }
    if (map.flow()) {
      throw new UneditableException(
          "has a mapping in braces that would have to be edited; write its fields on lines of their"
              + " own");
    }
    int lineStart = TextStyle.skipBlanksBack(text, found.get().start());
    if (lineStart > 0 && text.charAt(lineStart - 1) != '\n') {
      throw new UneditableException("has the field on a line with others");
    }
    int end = TextStyle.endOfLine(text, found.get().node().end());
    int from = TextStyle.skipLineEndBack(text, lineStart);
    if (from == lineStart && end < text.length()) {
      // There is no line before it, so the line end behind it goes.
      end = text.indexOf('\n', end) + 1;
    }
    return new Splices(text).delete(from, end).apply();
  }

  /** Returns how many characters precede an index on its line. */
  private static int column(String text, int at) {
    return at - (text.lastIndexOf('\n', at - 1) + 1);
  }
}
