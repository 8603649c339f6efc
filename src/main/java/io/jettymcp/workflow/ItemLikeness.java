package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides whether an edited item of a list is the one that is shown at its position. */
final class ItemLikeness {
  private static final List<String> IDENTIFIERS = List.of("name", "key", "id");

  private ItemLikeness() {}

  /** Compares a name, key or id where both have one, or else most of the values without marks. */
  static boolean isAlike(JsonNode given, JsonNode shown) {
    if (given.isString() && shown.isString()) {
      return true; // Its hidden parts are matched by the text around them.
    }
    return identifier(given, shown)
        .map(name -> given.path(name).equals(shown.path(name)))
        .orElseGet(() -> 2 * equalLeaves(given, shown) > leaves(shown));
  }

  static boolean hasMark(JsonNode value) {
    return value.isContainer()
        ? value.values().stream().anyMatch(ItemLikeness::hasMark)
        : value.isString() && RedactionMark.isIn(value.stringValue());
  }

  private static Optional<String> identifier(JsonNode given, JsonNode shown) {
    return IDENTIFIERS.stream()
        .filter(name -> isIdentifier(given.path(name)) && isIdentifier(shown.path(name)))
        .findFirst();
  }

  private static boolean isIdentifier(JsonNode value) {
    return value.isValueNode() && !hasMark(value);
  }

  private static int leaves(JsonNode value) {
    return value.isContainer()
        ? value.values().stream().mapToInt(ItemLikeness::leaves).sum()
        : hasMark(value) ? 0 : 1;
  }

  private static int equalLeaves(JsonNode given, JsonNode shown) {
    if (shown instanceof ObjectNode object) {
      return object.properties().stream()
          .mapToInt(e -> equalLeaves(given.path(e.getKey()), e.getValue()))
          .sum();
    }
    int equal = 0;
    if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        equal += equalLeaves(given.path(i), shown.get(i));
      }
      return equal;
    }
    return given.equals(shown) ? leaves(shown) : 0;
  }
}
