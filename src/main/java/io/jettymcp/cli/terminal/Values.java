package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads values of results for a person. */
final class Values {
  /** In characters: more than a picture shows of one value. */
  private static final int MAX_LENGTH = 2_000;

  private Values() {}

  /** Returns a string as it is, nothing for a missing value, and JSON of anything else. */
  static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    String text = value.isString() ? value.stringValue() : value.toString();
    return Truncate.head(text, MAX_LENGTH);
  }

  static String text(JsonNode from, String field) {
    return text(from.path(field));
  }

  static OptionalDouble number(JsonNode from, String field) {
    double number =
        from.path(field).isNumber() ? from.path(field).asDouble(Double.NaN) : Double.NaN;
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /** Returns the objects of a list; none if the field is something else. */
  static List<JsonNode> objects(JsonNode from, String field) {
    return items(from, field).filter(JsonNode::isObject).toList();
  }

  static Stream<JsonNode> items(JsonNode from, String field) {
    return Json.list(from.path(field)).stream().flatMap(list -> list.values().stream());
  }

  /** Returns a duration in short; nothing if there is none. */
  static String duration(JsonNode from, String field) {
    OptionalDouble seconds = number(from, field);
    return seconds.isPresent() ? Times.duration(seconds.getAsDouble()) : "";
  }
}
