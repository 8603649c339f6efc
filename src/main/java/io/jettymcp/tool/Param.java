package io.jettymcp.tool;

import io.jettymcp.api.Failure.BadArguments;
import io.jettymcp.api.PathSegment;
import io.jettymcp.secret.Secret;
import io.jettymcp.spelling.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One argument of a tool: its place in the input schema, and the check and typed read of what a
 * caller sent. Models often send objects, numbers and booleans as JSON text, so both are accepted.
 *
 * @param <T> what a handler gets
 */
public final class Param<T> {
  /**
   * Longest text argument in characters. Workflows and the like are objects and not bound by it.
   */
  static final int MAX_TEXT = 200_000;

  /** How deep an argument may be nested; replies of Jetty are not read deeper either. */
  static final int MAX_DEPTH = 200;

  /** Reads one JSON value, or throws a {@link Wrong} that says what was expected. */
  private interface Reader<T> {
    T read(JsonNode value) throws Wrong;
  }

  /** A value that is not what the parameter takes. The message is the rest of a sentence. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String expected) {
      super(expected);
    }
  }

  private final String name;
  private final ObjectNode schema;
  private final Reader<T> reader;
  private final boolean required;
  private final @Nullable T fallback;

  private Param(
      String name, ObjectNode schema, Reader<T> reader, boolean required, @Nullable T fallback) {
    this.name = name;
    this.schema = schema;
    this.reader = reader;
    this.required = required;
    this.fallback = fallback;
  }

  /** Any text. */
  public static Param<String> text(String name, String description) {
    return optional(name, schema("string", description), Param::readText);
  }

  /** A name that becomes one segment of a path. */
  public static Param<String> name(String name, String description) {
    return optional(name, schema("string", description), Param::readName);
  }

  /** A text that must not be shown again. */
  public static Param<Secret> secret(String name, String description) {
    return optional(name, schema("string", description), value -> Secret.of(readText(value)));
  }

  /** A whole number within bounds. */
  public static Param<Integer> whole(String name, String description, int min, int max) {
    ObjectNode schema = schema("integer", description);
    schema.put("minimum", min);
    schema.put("maximum", max);
    return optional(name, schema, value -> readWhole(value, min, max));
  }

  public static Param<Boolean> flag(String name, String description) {
    return optional(name, schema("boolean", description), Param::readFlag);
  }

  /** A JSON object of any content. */
  public static Param<ObjectNode> object(String name, String description) {
    return optional(name, schema("object", description), Param::readObject);
  }

  /** An object whose values are secrets: name to value. */
  public static Param<Map<String, Secret>> secrets(String name, String description) {
    return optional(
        name, schema("object", description), value -> mapped(readObject(value), Secret::of));
  }

  /** An object of texts; a list of names stands for an object that maps each name to itself. */
  public static Param<Map<String, String>> texts(String name, String description) {
    return optional(name, schema("object", description), Param::readTexts);
  }

  /** A list of texts, at least one. */
  public static Param<List<String>> list(String name, String description, int max) {
    return listOf(name, description, max, Param::readText);
  }

  /** A list of names that become one segment of a path each, at least one. */
  public static Param<List<String>> names(String name, String description, int max) {
    return listOf(name, description, max, Param::readName);
  }

  /** One of some words. */
  public static Param<String> choice(String name, String description, String... words) {
    ObjectNode schema = schema("string", description);
    schema.set("enum", Json.array(List.of(words)));
    return optional(name, schema, value -> readWord(value, words));
  }

  /** {@code auto}, {@code yes} or {@code no}, where a boolean means yes or no. */
  public static Param<String> autoYesNo(String name, String description) {
    ObjectNode schema = schema("string", description);
    schema.set("enum", Json.array(List.of("auto", "yes", "no")));
    return optional(
        name,
        schema,
        value -> {
          String said = value.isBoolean() ? value.asString() : readText(value);
          return switch (said) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> readWord(value, "auto", "yes", "no");
          };
        });
  }

  /** A parameter without which there is no call. */
  public Param<T> required() {
    return new Param<>(name, schema, reader, true, null);
  }

  /** A parameter that means this value when it is left out. */
  public Param<T> or(T value) {
    ObjectNode withDefault = schema.deepCopy();
    if (value instanceof Integer number) {
      withDefault.put("default", number);
    } else if (value instanceof Boolean flag) {
      withDefault.put("default", flag);
    } else {
      withDefault.put("default", value.toString());
    }
    return new Param<>(name, withDefault, reader, false, value);
  }

  public String name() {
    return name;
  }

  public boolean isRequired() {
    return required;
  }

  @Nullable T fallback() {
    return fallback;
  }

  /** The parameter's part of the input schema. */
  public ObjectNode schema() {
    return schema.deepCopy();
  }

  /** Reads a value as a caller sent it. */
  T read(JsonNode value) {
    try {
      return reader.read(value);
    } catch (Wrong wrong) {
      throw new BadArguments(name, "\"" + name + "\" " + wrong.getMessage() + ".");
    }
  }

  private static <T> Param<T> optional(String name, ObjectNode schema, Reader<T> reader) {
    return new Param<>(name, schema, reader, false, null);
  }

  private static Param<List<String>> listOf(
      String name, String description, int max, Reader<String> element) {
    ObjectNode schema = schema("array", description);
    schema.putObject("items").put("type", "string");
    return optional(
        name,
        schema,
        value -> {
          JsonNode node = unwrapped(value);
          if (!(node instanceof ArrayNode array)) {
            throw new Wrong("must be a list of texts, not " + typeOf(value));
          }
          if (array.isEmpty() || array.size() > max) {
            throw new Wrong("must have 1 to " + max + " elements, not " + array.size());
          }
          List<String> texts = new ArrayList<>();
          for (JsonNode item : array) {
            texts.add(element.read(item));
          }
          return List.copyOf(texts);
        });
  }

  private static ObjectNode schema(String type, String description) {
    ObjectNode schema = Json.object().put("type", type);
    return description.isEmpty() ? schema : schema.put("description", description);
  }

  private static String readText(JsonNode value) throws Wrong {
    if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
      throw new Wrong("must be a text, not " + typeOf(value));
    }
    String text = value.asString();
    if (text.length() > MAX_TEXT) {
      throw new Wrong("must have at most " + MAX_TEXT + " characters, not " + text.length());
    }
    return text;
  }

  private static String readName(JsonNode value) throws Wrong {
    String text = readText(value);
    var problem = PathSegment.problem(text);
    if (problem.isPresent()) {
      throw new Wrong(problem.get() + ": it is one name, without a path");
    }
    return text;
  }

  private static int readWhole(JsonNode value, int min, int max) throws Wrong {
    JsonNode node = unwrapped(value);
    if (!node.isNumber()) {
      throw new Wrong("must be a whole number, not " + typeOf(value));
    }
    // Without a default, a number beyond the range of double is an exception.
    double number = node.asDouble(Double.NaN);
    if (number != Math.rint(number) || number < min || number > max) {
      throw new Wrong("must be a whole number from " + min + " to " + max);
    }
    return (int) number;
  }

  private static boolean readFlag(JsonNode value) throws Wrong {
    JsonNode node = unwrapped(value);
    if (!node.isBoolean()) {
      throw new Wrong("must be true or false, not " + typeOf(value));
    }
    return node.booleanValue();
  }

  private static ObjectNode readObject(JsonNode value) throws Wrong {
    if (!(unwrapped(value) instanceof ObjectNode object)) {
      throw new Wrong("must be a JSON object, not " + typeOf(value));
    }
    if (isDeeperThan(MAX_DEPTH, object)) {
      throw new Wrong("must not be nested deeper than " + MAX_DEPTH + " levels");
    }
    return object;
  }

  /** Looks level by level, because a recursion might overflow the stack. */
  private static boolean isDeeperThan(int levels, JsonNode value) {
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

  private static Map<String, String> readTexts(JsonNode value) throws Wrong {
    JsonNode node = unwrapped(value);
    if (node instanceof ArrayNode array) {
      Map<String, String> same = new LinkedHashMap<>();
      for (JsonNode item : array) {
        same.put(readText(item), readText(item));
      }
      return same;
    }
    return mapped(readObject(value), Function.identity());
  }

  private static <V> Map<String, V> mapped(ObjectNode object, Function<String, V> make)
      throws Wrong {
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isContainer() || entry.getValue().isNull()) {
        throw new Wrong("must map names to texts");
      }
      map.put(entry.getKey(), make.apply(entry.getValue().asString()));
    }
    return map;
  }

  private static String readWord(JsonNode value, String... words) throws Wrong {
    String said = value.isString() ? value.stringValue() : "";
    if (!Arrays.asList(words).contains(said)) {
      String nearest =
          NearestName.of(said, List.of(words)).map(w -> "; the nearest is " + w).orElse("");
      throw new Wrong("must be one of " + String.join(", ", words) + nearest);
    }
    return said;
  }

  /** A value that was sent as JSON text instead of JSON. */
  private static JsonNode unwrapped(JsonNode value) {
    if (!value.isString()) {
      return value;
    }
    try {
      return Mapper.JSON.readTree(value.stringValue().strip());
    } catch (JacksonException e) {
      return value;
    }
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "nothing";
    };
  }

  /** Opened only when a value came as text. */
  private static final class Mapper {
    static final JsonMapper JSON =
        JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }
}
