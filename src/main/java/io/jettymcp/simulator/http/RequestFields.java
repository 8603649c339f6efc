package io.jettymcp.simulator.http;

import io.jettymcp.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a request one after the other and collects what is wrong with them; {@link
 * #throwIfInvalid()} then refuses the call with all errors. A value that was read before that call
 * may be a placeholder for an invalid one.
 */
public final class RequestFields {
  private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");
  private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "f", "n");

  private final JsonNode object;
  private final List<String> location;
  private final ValidationErrors errors;

  private RequestFields(JsonNode object, List<String> location, ValidationErrors errors) {
    this.object = object;
    this.location = location;
    this.errors = errors;
  }

  static RequestFields ofBody(@Nullable JsonNode body) {
    ValidationErrors errors = new ValidationErrors();
    List<String> location = List.of("body");
    if (body == null) {
      errors.missing(location, NullNode.getInstance());
    } else if (!body.isObject()) {
      errors.add(
          "model_attributes_type",
          location,
          "Input should be a valid dictionary or object to extract fields from",
          body);
    }
    errors.throwIfAny();
    return new RequestFields(body == null ? NullNode.getInstance() : body, location, errors);
  }

  /** Reads query parameters, all of which are strings. */
  static RequestFields ofQuery(Map<String, String> query) {
    ObjectNode object = Json.object();
    query.forEach(object::put);
    return new RequestFields(object, List.of("query"), new ValidationErrors());
  }

  /** Returns the fields of an object inside this one, whose errors count as this one's. */
  public RequestFields nested(String name, String... labels) {
    List<String> deeper = at(name);
    deeper.addAll(List.of(labels));
    return new RequestFields(object.path(name), deeper, errors);
  }

  /** Refuses the call if anything that was read so far is invalid. */
  public void throwIfInvalid() {
    errors.throwIfAny();
  }

  JsonNode json() {
    return object;
  }

  public boolean has(String name) {
    return object.has(name);
  }

  /** Returns whether the field was sent, and not as null. */
  public boolean isSet(String name) {
    return object.hasNonNull(name);
  }

  public JsonNode node(String name) {
    return object.path(name);
  }

  public Collection<String> names() {
    return object.propertyNames();
  }

  public String string(String name) {
    JsonNode value = required(name);
    if (!value.isMissingNode() && !value.isString()) {
      invalidType(value, at(name), "string_type", "string");
    }
    return value.asString("");
  }

  public @Nullable String stringOrNull(String name) {
    return isSet(name) ? string(name) : null;
  }

  public boolean bool(String name, boolean fallback) {
    if (!isSet(name)) {
      return fallback;
    }
    JsonNode value = object.path(name);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    String word = value.asString("").toLowerCase(Locale.ROOT);
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      invalidType(value, at(name), "bool_parsing", "boolean, unable to interpret input");
    }
    return TRUE.contains(word);
  }

  public ObjectNode object(String name) {
    JsonNode value = required(name);
    if (value instanceof ObjectNode read) {
      return read;
    }
    if (!value.isMissingNode()) {
      invalidType(value, at(name), "dict_type", "dictionary");
    }
    return Json.object();
  }

  public @Nullable ObjectNode objectOrNull(String name) {
    return isSet(name) ? object(name) : null;
  }

  /** Returns the fields of each object in a required list. */
  public List<RequestFields> objects(String name) {
    JsonNode list = required(name);
    if (!list.isMissingNode() && !list.isArray()) {
      invalidType(list, at(name), "list_type", "list");
    }
    List<RequestFields> objects = new ArrayList<>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      List<String> deeper = at(name);
      deeper.add(String.valueOf(i));
      if (list.path(i).isObject()) {
        objects.add(new RequestFields(list.path(i), deeper, errors));
      } else {
        invalidType(list.path(i), deeper, "dict_type", "dictionary");
      }
    }
    return objects;
  }

  /** Returns a list of strings; empty if it was not sent. */
  public List<String> strings(String name) {
    JsonNode list = object.path(name);
    if (isSet(name) && !list.isArray()) {
      invalidType(list, at(name), "list_type", "list");
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode item : list.isArray() ? list : Json.array()) {
      if (item.isString()) {
        strings.add(item.stringValue());
      } else {
        invalidType(item, at(name), "string_type", "string");
      }
    }
    return strings;
  }

  /** Returns a required integer of a JSON body. */
  public int integer(String name, int min, int max) {
    JsonNode value = required(name);
    if (value.isMissingNode()) {
      return min;
    }
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      invalidType(value, at(name), "int_type", "integer");
      return min;
    }
    errors.outOfRange(at(name), value, value.asLong(), min, max);
    return (int) Math.max(min, Math.min(max, value.asLong()));
  }

  /** Returns an optional integer of a query, where it is written as a string. */
  public int queryInteger(String name, int fallback, int min, int max) {
    if (!has(name)) {
      return fallback;
    }
    JsonNode value = object.path(name);
    try {
      long number = Long.parseLong(value.asString("").strip());
      errors.outOfRange(at(name), value, number, min, max);
      return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    } catch (NumberFormatException e) {
      invalidType(value, at(name), "int_parsing", "integer, unable to parse string as an integer");
      return fallback;
    }
  }

  /** Returns a query parameter that the route cannot do without. */
  public String queryString(String name) {
    if (!has(name)) {
      errors.missing(at(name), NullNode.getInstance());
      errors.throwIfAny();
    }
    return object.path(name).asString("");
  }

  public void addError(String type, String name, String message) {
    errors.add(type, at(name), message, object.has(name) ? object.path(name) : object);
  }

  private JsonNode required(String name) {
    if (!object.has(name)) {
      errors.missing(at(name), object);
    }
    return object.path(name);
  }

  private void invalidType(JsonNode value, List<String> where, String type, String expected) {
    errors.add(type, where, "Input should be a valid " + expected, value);
  }

  private List<String> at(String name) {
    List<String> deeper = new ArrayList<>(location);
    deeper.add(name);
    return deeper;
  }
}
