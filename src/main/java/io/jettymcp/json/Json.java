package io.jettymcp.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON nodes that keep insertion order, and reads untrusted ones. */
public final class Json {
  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** A string field that is present and not empty. */
  public static Optional<String> text(JsonNode from, String field) {
    JsonNode value = from.path(field);
    return value.isString() && !value.stringValue().isEmpty()
        ? Optional.of(value.stringValue())
        : Optional.empty();
  }

  /** The array itself, or the array under the first of these fields that holds one. */
  public static Optional<ArrayNode> list(JsonNode from, String... fields) {
    if (from instanceof ArrayNode array) {
      return Optional.of(array);
    }
    for (String field : fields) {
      if (from.path(field) instanceof ArrayNode array) {
        return Optional.of(array);
      }
    }
    return Optional.empty();
  }

  /** The names of an object's fields whose values are not null; none for anything else. */
  public static ArrayNode setNames(JsonNode from) {
    ArrayNode names = array();
    from.properties().stream()
        .filter(e -> !e.getValue().isNull())
        .forEach(e -> names.add(e.getKey()));
    return names;
  }

  /** Returns true for a value that is nested deeper than so many levels. */
  public static boolean isDeeperThan(int levels, JsonNode value) {
    // Level by level, because a recursion might overflow the stack.
    List<JsonNode> level = List.of(value);
    for (int depth = 1; depth <= levels; depth++) {
      level =
          level.stream()
              .flatMap(node -> node.values().stream())
              .filter(JsonNode::isContainer)
              .toList();
      if (level.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether no number in a value is beyond the range of double, where readers differ. */
  public static boolean isFinite(JsonNode value) {
    return value.isNumber()
        ? value.isIntegralNumber() || Double.isFinite(value.asDouble(Double.NaN))
        : value.values().stream().allMatch(Json::isFinite);
  }

  /**
   * Converts a value of ours; null, an empty optional and NaN become a missing node.
   *
   * @throws IllegalArgumentException for any other type, a {@code Secret} among them
   */
  public static JsonNode node(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.missingNode();
    } else if (value instanceof JsonNode json) {
      return json;
    } else if (value instanceof String text) {
      return nodes.stringNode(text);
    } else if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    } else if (value instanceof Integer number) {
      return nodes.numberNode(number);
    } else if (value instanceof Long number) {
      return nodes.numberNode(number);
    } else if (value instanceof Double number) {
      return number.isNaN() ? nodes.missingNode() : nodes.numberNode(number);
    } else if (value instanceof Optional<?> optional) {
      return node(optional.orElse(null));
    } else if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? nodes.numberNode(optional.getAsInt()) : nodes.missingNode();
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? nodes.numberNode(optional.getAsLong()) : nodes.missingNode();
    } else if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? nodes.numberNode(optional.getAsDouble()) : nodes.missingNode();
    } else if (value instanceof Iterable<?> items) {
      ArrayNode array = Json.array();
      items.forEach(item -> array.add(node(item)));
      return array;
    } else if (value instanceof Map<?, ?> entries) {
      ObjectNode object = Json.object();
      entries.forEach((name, item) -> object.set(String.valueOf(name), node(item)));
      return object;
    }
    throw new IllegalArgumentException(value.getClass().getName() + " does not become JSON");
  }
}
