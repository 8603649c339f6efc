package io.jettymcp.workflow;

import io.jettymcp.text.CutText;
import io.jettymcp.text.RedactionMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts stored values back into a tree that was read, changed and sent: results hide secrets and
 * remove invisible characters, and storing what they show would lose both. A value that equals what
 * is shown for its place becomes the stored one; an object under another name or at another place
 * does if it equals the one shown in full.
 *
 * <p>A mark of redaction that replaces nothing stored is reported by {@link #unknownMarks}.
 */
final class StoredValues {
  private final ShownObjects objects;
  private final List<String> unknownMarks = new ArrayList<>();

  private final List<String> cutTexts = new ArrayList<>();

  StoredValues(Pair root) {
    objects = new ShownObjects(root);
  }

  /** A stored value and what a reader is shown of it. */
  record Pair(JsonNode stored, JsonNode shown) {
    static final Pair NONE = of(JsonNodeFactory.instance.missingNode());

    /** A value that is shown as it is. */
    static Pair of(JsonNode value) {
      return new Pair(value, value);
    }

    /** Returns whether both are containers of one kind with as many parts. */
    boolean isContainer() {
      return stored.isContainer()
          && stored.getNodeType() == shown.getNodeType()
          && stored.size() == shown.size();
    }

    /** The fields of an object by their shown names. */
    Map<String, Field> fields() {
      Map<String, Field> fields = new LinkedHashMap<>();
      if (isContainer()) {
        var shownFields = shown.properties().iterator();
        for (Map.Entry<String, JsonNode> field : stored.properties()) {
          Map.Entry<String, JsonNode> as = shownFields.next();
          fields.put(
              as.getKey(), new Field(field.getKey(), new Pair(field.getValue(), as.getValue())));
        }
      }
      return fields;
    }

    Pair item(int index) {
      return new Pair(stored.path(index), shown.path(index));
    }
  }

  /** A field by its stored name. */
  record Field(String name, Pair value) {}

  /** Records that a value replaces a stored one, before values are restored. */
  void replace(Pair at, JsonNode given) {
    objects.replace(at, given);
  }

  /** The paths of marks that replace nothing stored. */
  List<String> unknownMarks() {
    return List.copyOf(unknownMarks);
  }

  /** The paths of texts that end in an ellipsis and were taken as cut. */
  List<String> cutTexts() {
    return List.copyOf(cutTexts);
  }

  /**
   * Restores a value.
   *
   * @param at the value that is stored at its place
   */
  JsonNode restore(JsonNode given, Pair at, String path) {
    if (given.equals(at.shown())) {
      return at.stored();
    }
    Set<JsonNode> moved = objects.moved(given);
    if (moved.size() == 1) {
      return moved.iterator().next();
    }
    if (moved.size() > 1) {
      addMarks(given, path);
      return given;
    }
    if (given.isObject() && at.stored().isObject() && at.isContainer()) {
      return object((ObjectNode) given, at, path);
    }
    if (given.isArray() && at.stored().isArray() && at.isContainer()) {
      return array((ArrayNode) given, at, path);
    }
    return given.isString() && at.stored().isString() && at.shown().isString()
        ? text(given, at, path)
        : elsewhere(given, path);
  }

  private JsonNode text(JsonNode given, Pair at, String path) {
    String text = given.stringValue();
    String stored = at.stored().stringValue();
    String shown = at.shown().stringValue();
    if (CutText.isCut(text, shown)) {
      if (CutText.endsInEllipsis(text)) {
        cutTexts.add(path);
      }
      return at.stored();
    }
    boolean literal = shown.equals(stored) && RedactionMark.isIn(stored);
    if (literal || !RedactionMark.isIn(text)) {
      return given;
    }
    Optional<String> restored = HiddenParts.restore(text, stored, shown);
    if (restored.isEmpty()) {
      unknownMarks.add(path);
    }
    return restored.<JsonNode>map(JsonNodeFactory.instance::stringNode).orElse(given);
  }

  private ObjectNode object(ObjectNode given, Pair at, String path) {
    Map<String, Field> fields = at.fields();
    List<Pair> unused =
        fields.entrySet().stream()
            .filter(field -> !given.has(field.getKey()))
            .map(field -> field.getValue().value())
            .toList();
    ObjectNode restored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      String place = PathExpression.field(path, field.getKey());
      Field known = fields.get(field.getKey());
      JsonNode value =
          known != null
              ? restore(field.getValue(), known.value(), place)
              : renamed(field.getValue(), unused)
                  .orElseGet(() -> elsewhere(field.getValue(), place));
      if (known == null) {
        checkName(field.getKey(), place);
      }
      restored.set(known != null ? known.name() : field.getKey(), value);
    }
    return restored;
  }

  /** The stored value of a field that was removed and is shown like this one. */
  private static Optional<JsonNode> renamed(JsonNode given, List<Pair> unused) {
    List<JsonNode> stored =
        ShownObjects.isTelling(given)
            ? unused.stream()
                .filter(pair -> pair.shown().equals(given))
                .map(Pair::stored)
                .distinct()
                .toList()
            : List.of();
    return stored.size() == 1 ? Optional.of(stored.get(0)) : Optional.empty();
  }

  private ArrayNode array(ArrayNode given, Pair at, String path) {
    int[] source = new ItemMatch(given, at).sources();
    ArrayNode restored = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < given.size(); i++) {
      String place = PathExpression.item(path, i);
      restored.add(
          source[i] == ItemMatch.NONE
              ? elsewhere(given.get(i), place)
              : restore(given.get(i), at.item(source[i]), place));
    }
    return restored;
  }

  /** Restores a value of which nothing is stored at its place. */
  JsonNode elsewhere(JsonNode given, String path) {
    if (given.isString()) {
      if (RedactionMark.isIn(given.stringValue())) {
        unknownMarks.add(path);
      }
      return given;
    }
    if (given instanceof ArrayNode array) {
      ArrayNode restored = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        restored.add(elsewhere(array.get(i), PathExpression.item(path, i)));
      }
      return restored;
    }
    if (!(given instanceof ObjectNode object)) {
      return given;
    }
    Optional<JsonNode> moved = objects.stored(object);
    if (moved.isPresent()) {
      return moved.get();
    }
    ObjectNode restored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String place = PathExpression.field(path, field.getKey());
      checkName(field.getKey(), place);
      restored.set(field.getKey(), elsewhere(field.getValue(), place));
    }
    return restored;
  }

  private void addMarks(JsonNode given, String path) {
    if (given instanceof ObjectNode object) {
      object
          .properties()
          .forEach(e -> addMarks(e.getValue(), PathExpression.field(path, e.getKey())));
    } else if (given instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        addMarks(array.get(i), PathExpression.item(path, i));
      }
    } else if (given.isString() && RedactionMark.isIn(given.stringValue())) {
      unknownMarks.add(path);
    }
  }

  private void checkName(String name, String path) {
    if (RedactionMark.isIn(name)) {
      unknownMarks.add(path);
    }
  }
}
