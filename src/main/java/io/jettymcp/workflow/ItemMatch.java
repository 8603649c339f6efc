package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import io.jettymcp.workflow.StoredValues.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds for each item of a list the stored item that it came from. */
final class ItemMatch {
  static final int NONE = -1;

  private static final List<String> IDENTIFIERS = List.of("name", "key", "id");

  private final ArrayNode given;
  private final Pair at;
  private final int[] sources;
  private final boolean[] used;

  ItemMatch(ArrayNode given, Pair at) {
    this.given = given;
    this.at = at;
    this.sources = new int[given.size()];
    this.used = new boolean[at.shown().size()];
    Arrays.fill(sources, NONE);
  }

  int[] sources() {
    boolean sameSize = given.size() == used.length;
    if (sameSize) {
      for (int i = 0; i < sources.length; i++) {
        if (given.get(i).equals(at.shown().get(i))) {
          use(i, i);
        }
      }
    }
    Map<JsonNode, List<Integer>> free = free();
    boolean[] ambiguous = new boolean[sources.length];
    unmatched()
        .forEach((value, places) -> moved(places, free.getOrDefault(value, List.of()), ambiguous));
    for (int i = 0; i < sources.length && i < used.length; i++) {
      if (sources[i] == NONE
          && !used[i]
          && !ambiguous[i]
          && ((sameSize && isAlike(given.get(i), at.shown().get(i))) || !hasMark(given.get(i)))) {
        use(i, i);
      }
    }
    return sources;
  }

  /** Matches equal items in order, unless it matters which of them are missing. */
  private void moved(List<Integer> places, List<Integer> from, boolean[] ambiguous) {
    boolean same = from.stream().map(i -> at.stored().get(i)).distinct().count() <= 1;
    if (!same && places.size() != from.size()) {
      places.forEach(place -> ambiguous[place] = true);
      return;
    }
    for (int i = 0; i < places.size() && !from.isEmpty(); i++) {
      use(places.get(i), from.get(Math.min(i, from.size() - 1)));
    }
  }

  private void use(int place, int source) {
    sources[place] = source;
    used[source] = true;
  }

  private Map<JsonNode, List<Integer>> free() {
    Map<JsonNode, List<Integer>> free = new HashMap<>();
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        free.computeIfAbsent(at.shown().get(i), value -> new ArrayList<>()).add(i);
      }
    }
    return free;
  }

  private Map<JsonNode, List<Integer>> unmatched() {
    Map<JsonNode, List<Integer>> left = new LinkedHashMap<>();
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == NONE) {
        left.computeIfAbsent(given.get(i), value -> new ArrayList<>()).add(i);
      }
    }
    return left;
  }

  /** Compares a name, key or id where both have one, or else most of the values without marks. */
  private static boolean isAlike(JsonNode given, JsonNode shown) {
    if (given.isString() && shown.isString()) {
      return true; // Its hidden parts are matched by the text around them.
    }
    return identifier(given, shown)
        .map(name -> given.path(name).equals(shown.path(name)))
        .orElseGet(() -> 2 * equalLeaves(given, shown) > leaves(shown));
  }

  private static boolean hasMark(JsonNode value) {
    return value.isContainer()
        ? value.values().stream().anyMatch(ItemMatch::hasMark)
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
        ? value.values().stream().mapToInt(ItemMatch::leaves).sum()
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
