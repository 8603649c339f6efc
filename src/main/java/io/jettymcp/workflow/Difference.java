package io.jettymcp.workflow;

import io.jettymcp.workflow.StoredValues.Field;
import io.jettymcp.workflow.StoredValues.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One place where two trees differ, in the names and values that a reader is shown.
 *
 * @param from missing where the value was added; a text in quotes where another type replaces it
 * @param to missing where the value was removed; a text in quotes where it replaces another type
 */
public record Difference(String path, JsonNode from, JsonNode to) {

  /** Compares the stored values, also those that are shown alike. */
  static List<Difference> between(Pair before, Pair after) {
    List<Difference> differences = new ArrayList<>();
    compare(before, after, "", differences);
    return differences;
  }

  private static void compare(Pair before, Pair after, String path, List<Difference> differences) {
    if (before.stored().equals(after.stored())) {
      return;
    }
    boolean parts = before.isContainer() && after.isContainer();
    if (parts && before.stored().isObject() && after.stored().isObject()) {
      fields(before, after, path, differences);
    } else if (parts
        && before.stored().isArray()
        && after.stored().isArray()
        && before.stored().size() == after.stored().size()) {
      for (int i = 0; i < before.stored().size(); i++) {
        compare(before.item(i), after.item(i), PathExpression.item(path, i), differences);
      }
    } else {
      JsonNode from = before.shown();
      JsonNode to = after.shown();
      differences.add(new Difference(path, besides(to, from), besides(from, to)));
    }
  }

  /** Returns a value so that it cannot be taken for the other one: 1 differs from "1". */
  private static JsonNode besides(JsonNode other, JsonNode value) {
    boolean needsQuotes = value.isString() && !other.isString() && !other.isMissingNode();
    return needsQuotes || value.isNull()
        ? JsonNodeFactory.instance.stringNode(value.toString())
        : value;
  }

  private static void fields(Pair before, Pair after, String path, List<Difference> differences) {
    Map<String, Pair> left = new LinkedHashMap<>();
    after.fields().values().forEach(field -> left.put(field.name(), field.value()));
    for (Map.Entry<String, Field> field : before.fields().entrySet()) {
      Pair now = left.remove(field.getValue().name());
      compare(
          field.getValue().value(),
          now == null ? Pair.NONE : now,
          PathExpression.field(path, field.getKey()),
          differences);
    }
    after
        .fields()
        .forEach(
            (name, field) -> {
              if (left.containsKey(field.name())) {
                compare(Pair.NONE, field.value(), PathExpression.field(path, name), differences);
              }
            });
  }
}
