package io.jettymcp.cli.install.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a value and its place in a text.
 *
 * @param end the index behind its last character; comments behind it are not part of it
 * @param value the tree
 * @param members the fields of a map or the items of a list, in the order of the text
 * @param flow true if it is in brackets
 */
record ConfigNode(int start, int end, Object value, List<Member> members, boolean flow) {
  ConfigNode {
    members = List.copyOf(members);
  }

  /**
   * Holds one field of a map, or one item of a list.
   *
   * @param start the index of its name, or of the item
   * @param name empty for an item
   */
  record Member(int start, String name, ConfigNode node) {}

  static ConfigNode map(int start, int end, List<Member> members, boolean flow) {
    return new ConfigNode(start, end, fields(members), members, flow);
  }

  static ConfigNode list(int start, int end, List<ConfigNode> items, boolean flow) {
    List<Object> value = new ArrayList<>();
    items.forEach(item -> value.add(item.value()));
    List<Member> members = items.stream().map(item -> new Member(item.start(), "", item)).toList();
    return new ConfigNode(start, end, value, members, flow);
  }

  static ConfigNode scalar(int start, int end, Object value) {
    return new ConfigNode(start, end, value, List.of(), true);
  }

  /** Returns the tree of a map. */
  Map<String, Object> fields() {
    return fields(members);
  }

  private static Map<String, Object> fields(List<Member> members) {
    Map<String, Object> fields = new LinkedHashMap<>();
    members.forEach(member -> fields.put(member.name(), member.node().value()));
    return fields;
  }

  boolean isMap() {
    return value instanceof Map;
  }

  /**
   * Finds a field of a map.
   *
   * @throws UneditableException if there are two of the name, because programs differ in which they
   *     use
   */
  Optional<Member> member(String name) throws UneditableException {
    List<Member> found = members.stream().filter(member -> member.name().equals(name)).toList();
    if (found.size() > 1) {
      throw new UneditableException("contains \"" + name + "\" twice in the same place");
    }
    return found.stream().findFirst();
  }

  /** Returns the map that a path leads to as far as it exists, and how many names led there. */
  Reached reach(List<String> path) throws UneditableException {
    ConfigNode at = this;
    int depth = 0;
    while (depth < path.size()) {
      Optional<Member> next = at.member(path.get(depth));
      if (next.isEmpty() || !next.get().node().isMap()) {
        break;
      }
      at = next.get().node();
      depth++;
    }
    return new Reached(at, depth);
  }

  /**
   * @param map the innermost map
   * @param depth how many names of the path led to it
   */
  record Reached(ConfigNode map, int depth) {}
}
