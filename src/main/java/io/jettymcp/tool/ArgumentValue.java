package io.jettymcp.tool;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the value of an argument as what it should be. Models often send objects, numbers and
 * booleans as JSON text, so both are accepted.
 */
final class ArgumentValue {
  /**
   * Longest text argument in characters. Workflows and the like are objects and not bound by it.
   */
  static final int MAX_TEXT = 200_000;

  /** How deep an argument may be nested; replies of Jetty are not read deeper either. */
  static final int MAX_DEPTH = 200;

  static final Set<String> WORDS_FOR_NOTHING = Set.of("null", "undefined");

  private static final int MAX_SECRETS = 100;

  /** Reads one JSON value, or throws a {@link Wrong} that says what was expected. */
  interface Reader<T> {
    T read(JsonNode value) throws Wrong;
  }

  /** A value that is not what the parameter takes. The message is the rest of a sentence. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String expected) {
      super(expected);
    }
  }

  private ArgumentValue() {}

  /** Returns whether a value is a word that programs write where they have no value. */
  static boolean isWordForNothing(JsonNode value) {
    return value.isString() && WORDS_FOR_NOTHING.contains(value.stringValue());
  }

  /**
   * Returns whether a value is an empty string, object or list, or a list of nothing else.
   *
   * @param string whether a string is wanted, in which brackets are characters like any other
   */
  static boolean isEmpty(JsonNode value, boolean string) {
    if (value.isString()) {
      String text = string ? value.stringValue() : value.stringValue().strip();
      return text.isEmpty()
          || (!string && (text.startsWith("[") || text.startsWith("{")) && isEmpty(value));
    }
    return value.isContainer() && isEmpty(value);
  }

  private static boolean isEmpty(JsonNode value) {
    JsonNode node = unwrapped(value);
    return node.isContainer()
        && node.values().stream()
            .allMatch(item -> node.isArray() && (item.isNull() || item.asString("x").isEmpty()));
  }

  static String text(JsonNode value) throws Wrong {
    if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
      throw new Wrong("must be a string, not " + typeOf(value));
    }
    if (!Json.isFinite(value)) {
      throw new Wrong("must be a string, not a number beyond 1.8e308");
    }
    String text = value.asString();
    if (text.length() > MAX_TEXT) {
      throw new Wrong("must have at most " + MAX_TEXT + " characters, not " + text.length());
    }
    return text;
  }

  static String name(JsonNode value) throws Wrong {
    String text = text(value);
    var problem = PathSegment.problem(text);
    if (problem.isPresent()) {
      throw new Wrong(problem.get() + ": it is one name, without a path");
    }
    return text;
  }

  static int integer(JsonNode value, int min, int max) throws Wrong {
    double number = number("an integer", value, min, max);
    if (number != Math.rint(number)) {
      throw outOfBounds("an integer", min, max);
    }
    return (int) number;
  }

  static double number(String kind, JsonNode value, int min, int max) throws Wrong {
    JsonNode node = unwrapped(value);
    if (!node.isNumber()) {
      throw new Wrong("must be " + kind + ", not " + typeOf(value));
    }
    // Without a default, a number beyond the range of double is an exception.
    double number = node.asDouble(Double.NaN);
    if (!(number >= min && number <= max)) {
      throw outOfBounds(kind, min, max);
    }
    return number;
  }

  private static Wrong outOfBounds(String kind, int min, int max) {
    return new Wrong("must be " + kind + " from " + min + " to " + max);
  }

  static boolean bool(JsonNode value) throws Wrong {
    return switch (value.isContainer() ? "" : value.asString("").strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new Wrong("must be true or false, not " + typeOf(value));
    };
  }

  static ObjectNode object(JsonNode value) throws Wrong {
    if (!(unwrapped(value) instanceof ObjectNode object)) {
      throw new Wrong("must be a JSON object, not " + typeOf(value));
    }
    if (Json.isDeeperThan(MAX_DEPTH, object)) {
      throw new Wrong("must not be nested deeper than " + MAX_DEPTH + " levels");
    }
    if (!Json.isFinite(object)) {
      throw new Wrong("must not hold a number beyond 1.8e308: it would arrive as another one");
    }
    return object;
  }

  /** Bounds what one call makes the redactor learn, so that it evicts nothing else. */
  static Map<String, Secret> secrets(JsonNode value) throws Wrong {
    ObjectNode secrets = object(value);
    if (secrets.size() > MAX_SECRETS) {
      throw new Wrong("must have at most " + MAX_SECRETS + " entries");
    }
    if (secrets.values().stream()
        .anyMatch(entry -> entry.isString() && entry.stringValue().isEmpty())) {
      throw new Wrong("must not have an empty value");
    }
    return mapped(secrets, Secret::of);
  }

  static Map<String, String> texts(JsonNode value) throws Wrong {
    JsonNode node = unwrapped(value);
    if (node instanceof ArrayNode array) {
      Map<String, String> same = new LinkedHashMap<>();
      for (JsonNode item : array) {
        same.put(text(item), text(item));
      }
      return same;
    }
    return mapped(object(value), Function.identity());
  }

  static <V> Map<String, V> mapped(ObjectNode object, Function<String, V> make) throws Wrong {
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isContainer() || entry.getValue().isNull()) {
        throw new Wrong("must map names to strings");
      }
      map.put(entry.getKey(), make.apply(entry.getValue().asString()));
    }
    return map;
  }

  static boolean isList(JsonNode value) {
    return unwrapped(value).isArray();
  }

  /**
   * A list of at least one element.
   *
   * @param kind what its elements are, in plural
   */
  static <T> List<T> list(JsonNode value, String kind, int max, Reader<T> element) throws Wrong {
    JsonNode node = unwrapped(value);
    if (!(node instanceof ArrayNode array)) {
      throw new Wrong("must be a list of " + kind + ", not " + typeOf(value));
    }
    if (array.isEmpty() || array.size() > max) {
      throw new Wrong("must have 1 to " + max + " elements, not " + array.size());
    }
    List<T> items = new ArrayList<>();
    for (JsonNode item : array) {
      items.add(element.read(item));
    }
    return List.copyOf(items);
  }

  static String word(JsonNode value, String... words) throws Wrong {
    String said = value.isString() ? value.stringValue().strip() : "";
    for (String word : words) {
      if (word.equalsIgnoreCase(said)) {
        return word;
      }
    }
    String nearest =
        NearestName.of(said, List.of(words)).map(w -> "; the nearest is " + w).orElse("");
    throw new Wrong("must be one of " + String.join(", ", words) + nearest);
  }

  /** A value that was sent as JSON text instead of JSON. */
  private static JsonNode unwrapped(JsonNode value) {
    if (!value.isString()) {
      return value;
    }
    try {
      return JsonMapper.shared().readTree(value.stringValue().strip());
    } catch (JacksonException e) {
      return value;
    }
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING ->
          value.stringValue().strip().matches("(?s)[{\\[].*") ? "invalid JSON" : "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "nothing";
    };
  }
}
