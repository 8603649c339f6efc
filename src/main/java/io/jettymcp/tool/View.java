package io.jettymcp.tool;

import io.jettymcp.json.Excerpts;
import io.jettymcp.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a value may be shown: an allow-list, so that a field nobody named cannot leave. One
 * declaration gives the output schema and the projection. Whatever does not have the declared type
 * is left out, so that every projection conforms to its schema.
 */
public sealed interface View {
  /** The JSON schema of what {@link #project} gives. */
  ObjectNode schema();

  /** The part of a value that may be shown, or a missing node. */
  JsonNode project(JsonNode from);

  /** An object of these fields. */
  static ObjectView object(Field... fields) {
    return new ObjectView(List.of(fields));
  }

  /** One field of an object. */
  record Field(String name, String description, View view, boolean always) {
    /** A field that our own code always fills, so that the schema may require it. */
    public Field alwaysThere() {
      return new Field(name, description, view, true);
    }
  }

  /** A text as it is; longer ones are bounded by the size of the whole result alone. */
  static Field text(String name, String description) {
    return text(name, description, Integer.MAX_VALUE);
  }

  /** A text of which at most so many characters are shown. */
  static Field text(String name, String description, int max) {
    return new Field(name, description, new TextView(max), false);
  }

  static Field number(String name, String description) {
    return new Field(name, description, new Plain("number"), false);
  }

  static Field whole(String name, String description) {
    return new Field(name, description, new Plain("integer"), false);
  }

  static Field flag(String name, String description) {
    return new Field(name, description, new Plain("boolean"), false);
  }

  /** Any JSON, whole: for data that belongs to the user, such as a workflow. */
  static Field any(String name, String description) {
    return new Field(name, description, new Whole(), false);
  }

  /** Any JSON, of which only the first characters are shown as text. */
  static Field look(String name, String description, int max) {
    return new Field(name, description, new Look(max), false);
  }

  static Field texts(String name, String description) {
    return new Field(name, description, new ListView(new TextView(Integer.MAX_VALUE)), false);
  }

  static Field list(String name, String description, View element) {
    return new Field(name, description, new ListView(element), false);
  }

  /** An object whose field names are data. */
  static Field map(String name, String description, View value) {
    return new Field(name, description, new MapView(value), false);
  }

  static Field nested(String name, String description, View view) {
    return new Field(name, description, view, false);
  }

  /** An object with named fields. */
  record ObjectView(List<Field> fields) implements View {
    /** The same with more fields at the end. */
    public ObjectView and(Field... more) {
      List<Field> all = new java.util.ArrayList<>(fields);
      all.addAll(List.of(more));
      return new ObjectView(List.copyOf(all));
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = Json.object().put("type", "object");
      ObjectNode properties = schema.putObject("properties");
      ArrayNode required = Json.array();
      for (Field field : fields) {
        ObjectNode of = field.view().schema();
        if (!field.description().isEmpty()) {
          of.put("description", field.description());
        }
        properties.set(field.name(), of);
        if (field.always()) {
          required.add(field.name());
        }
      }
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
      return schema;
    }

    @Override
    public JsonNode project(JsonNode from) {
      if (!from.isObject()) {
        return JsonNodeFactory.instance.missingNode();
      }
      ObjectNode shown = Json.object();
      for (Field field : fields) {
        JsonNode value = field.view().project(from.path(field.name()));
        if (!value.isMissingNode()) {
          shown.set(field.name(), value);
        }
      }
      return shown;
    }
  }

  /** A text; numbers and booleans count as texts. */
  record TextView(int max) implements View {
    @Override
    public ObjectNode schema() {
      return Json.object().put("type", "string");
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from.isValueNode() && !from.isNull()
          ? JsonNodeFactory.instance.stringNode(Excerpts.head(from.asString(), max))
          : JsonNodeFactory.instance.missingNode();
    }
  }

  /** A number or a boolean. */
  record Plain(String type) implements View {
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

  /** Anything, whole. */
  record Whole() implements View {
    @Override
    public ObjectNode schema() {
      return Json.object();
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from;
    }
  }

  /** The first characters of anything. */
  record Look(int max) implements View {
    @Override
    public ObjectNode schema() {
      return Json.object().put("type", "string");
    }

    @Override
    public JsonNode project(JsonNode from) {
      return from.isMissingNode() || from.isNull()
          ? JsonNodeFactory.instance.missingNode()
          : JsonNodeFactory.instance.stringNode(Excerpts.look(from, max));
    }
  }

  /** A list of one kind of thing. */
  record ListView(View element) implements View {
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

  /** An object whose names are data. */
  record MapView(View value) implements View {
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
