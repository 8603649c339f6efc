package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import io.jettymcp.workflow.StoredValues.Pair;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the stored object that is shown like a given one, wherever it is. */
final class ShownObjects {
  /** An empty value where several objects are shown alike. */
  private final Map<JsonNode, Optional<JsonNode>> stored = new HashMap<>();

  /** The stored values of the objects that an update replaces, by what is shown of them. */
  private final Map<JsonNode, Set<JsonNode>> replaced = new HashMap<>();

  ShownObjects(Pair root) {
    if (!root.stored().equals(root.shown())) {
      add(root);
    }
  }

  /** The stored object, if exactly one is shown like this and more of it is shown than marks. */
  Optional<JsonNode> stored(ObjectNode given) {
    return isTelling(given) ? stored.getOrDefault(given, Optional.empty()) : Optional.empty();
  }

  /** Records that a given value replaces a stored one, in full or in some parts. */
  void replace(Pair pair, JsonNode given) {
    if (!pair.isContainer() || given.equals(pair.shown())) {
      return;
    }
    if (pair.stored().isObject()) {
      replaced.computeIfAbsent(pair.shown(), shown -> new HashSet<>()).add(pair.stored());
      pair.fields().forEach((name, field) -> replace(field.value(), given.path(name)));
    } else {
      for (int i = 0; i < pair.stored().size(); i++) {
        replace(pair.item(i), given.path(i));
      }
    }
  }

  /**
   * The stored objects that are shown like a given one and are replaced, so that it can be one of
   * them at another place. An object that stays is no such candidate: the given one is then an edit
   * that made two alike.
   */
  Set<JsonNode> moved(JsonNode given) {
    return given.isObject() && isTelling(given) ? replaced.getOrDefault(given, Set.of()) : Set.of();
  }

  /** Returns whether a value holds more than marks of redaction, and so is known again. */
  static boolean isTelling(JsonNode value) {
    return value.isContainer()
        ? value.values().stream().anyMatch(ShownObjects::isTelling)
        : !value.isString() || !RedactionMark.isAll(value.stringValue());
  }

  private void add(Pair pair) {
    if (!pair.isContainer()) {
      return;
    }
    if (pair.stored().isObject()) {
      Optional<JsonNode> value = Optional.of(pair.stored());
      stored.merge(pair.shown(), value, (a, b) -> a.equals(b) ? a : Optional.empty());
      pair.fields().values().forEach(field -> add(field.value()));
    } else {
      for (int i = 0; i < pair.stored().size(); i++) {
        add(pair.item(i));
      }
    }
  }
}
