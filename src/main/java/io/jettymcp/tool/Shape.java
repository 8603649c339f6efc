package io.jettymcp.tool;

import io.jettymcp.json.Json;
import io.jettymcp.json.JsonWriter;
import io.jettymcp.text.Truncate;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The type of a value in a result: its JSON schema, and the projection that makes any value conform
 * to it. A value of another type is left out.
 */
public sealed interface Shape
    permits View, Shape.Text, Shape.Plain, Shape.Any, Shape.Preview, Shape.Items, Shape.Entries {
  /** The JSON schema of what {@link #project} returns. */
  ObjectNode schema();

  /** Returns the part of a redacted value that conforms, or a missing node. */
  JsonNode project(JsonNode from);

  /** A string of at most so many characters; numbers and booleans count as strings. */
  record Text(int max) implements Shape {
    @Override
    public ObjectNode schema() {
      return Json.object().put("type", "string");
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from.isValueNode() && !from.isNull()
          ? JsonNodeFactory.instance.stringNode(Truncate.withCount(from.asString(), max))
          : JsonNodeFactory.instance.missingNode();
    }
  }

  /** A number, integer or boolean. */
  record Plain(String type) implements Shape {
    @Override
    public ObjectNode schema() {
      return Json.object().put("type", type);
    }

    @Override
    public JsonNode project(JsonNode from) {
      boolean fits =
          switch (type) {
            case "boolean" -> from.isBoolean();
            case "integer" -> from.isIntegralNumber();
            default -> from.isNumber() && Double.isFinite(from.asDouble(Double.NaN));
          };
      return fits ? from : JsonNodeFactory.instance.missingNode();
    }
  }

  /** Any JSON, for data that belongs to the user, such as a workflow. */
  record Any() implements Shape {
    @Override
    public ObjectNode schema() {
      return Json.object();
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from;
    }
  }

  /** The first characters of any JSON, as a string. */
  record Preview(int max) implements Shape {
    @Override
    public ObjectNode schema() {
      return Json.object().put("type", "string");
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from.isMissingNode() || from.isNull()
          ? JsonNodeFactory.instance.missingNode()
          : JsonNodeFactory.instance.stringNode(JsonWriter.excerpt(from, max));
    }
  }

  /** An array of one shape. */
  record Items(Shape element) implements Shape {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = Json.object().put("type", "array");
      schema.set("items", element.schema());
      return schema;
    }

    @Override
    public JsonNode project(JsonNode from) {
      if (!(from instanceof ArrayNode array)) {
        return JsonNodeFactory.instance.missingNode();
      }
      ArrayNode shown = Json.array();
      for (JsonNode item : array) {
        JsonNode value = element.project(item);
        if (!value.isMissingNode()) {
          shown.add(value);
        }
      }
      return shown;
    }
  }

  /** An object whose field names are data. */
  record Entries(Shape value) implements Shape {
    @Override
    public ObjectNode schema() {
      ObjectNode schema = Json.object().put("type", "object");
      schema.set("additionalProperties", value.schema());
      return schema;
    }

    @Override
    public JsonNode project(JsonNode from) {
      if (!from.isObject()) {
        return JsonNodeFactory.instance.missingNode();
      }
      ObjectNode shown = Json.object();
      for (Map.Entry<String, JsonNode> entry : from.properties()) {
        JsonNode projected = value.project(entry.getValue());
        if (!projected.isMissingNode()) {
          shown.set(entry.getKey(), projected);
        }
      }
      return shown;
    }
  }
}
