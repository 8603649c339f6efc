package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object, read one after the other; {@link #check()} then refuses the call
 * with everything that was wrong. What is read before it may stand for a value that was not there.
 */
final class RequestFields {
  private static final Set<String> YES = Set.of("true", "1", "yes", "on", "t", "y");
  private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");

  private final JsonNode object;
  private final List<String> where;
  private final ValidationErrors findings;

  private RequestFields(JsonNode object, List<String> where, ValidationErrors findings) {
    this.object = object;
    this.where = where;
    this.findings = findings;
  }

  static RequestFields of(@Nullable JsonNode body) {
    ValidationErrors findings = new ValidationErrors();
    List<String> where = List.of("body");
    if (body == null) {
      findings.missing(where, SimulatorJson.NULL);
    } else if (!body.isObject()) {
      findings.add(
          "model_attributes_type",
          where,
          "Input should be a valid dictionary or object to extract fields from",
          body);
    }
    findings.refuse();
    return new RequestFields(body == null ? SimulatorJson.NULL : body, where, findings);
  }

  /** The fields of an object inside this one, whose findings count as this one's. */
  RequestFields inside(String name, String... labels) {
    List<String> deeper = at(name);
    deeper.addAll(List.of(labels));
    return new RequestFields(object.path(name), deeper, findings);
  }

  void check() {
    findings.refuse();
  }

  /** The object itself. */
  JsonNode all() {
    return object;
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** Sent, and not as null. */
  boolean gives(String name) {
    return object.hasNonNull(name);
  }

  JsonNode raw(String name) {
    return object.path(name);
  }

  List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  String text(String name) {
    if (!object.has(name)) {
      findings.missing(at(name), object);
      return "";
    }
    JsonNode value = object.path(name);
    if (!value.isString()) {
      findings.add("string_type", at(name), "Input should be a valid string", value);
    }
    return value.asString("");
  }

  @Nullable String textOrNull(String name) {
    return gives(name) ? text(name) : null;
  }

  boolean flag(String name, boolean otherwise) {
    if (!gives(name)) {
      return otherwise;
    }
    JsonNode value = object.path(name);
    String word = value.asString("").toLowerCase(Locale.ROOT);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (!YES.contains(word) && !NO.contains(word)) {
      findings.add(
          "bool_parsing",
          at(name),
          "Input should be a valid boolean, unable to interpret input",
          value);
    }
    return YES.contains(word);
  }

  ObjectNode object(String name) {
    if (!object.has(name)) {
      findings.missing(at(name), object);
      return SimulatorJson.object();
    }
    JsonNode value = object.path(name);
    if (value instanceof ObjectNode read) {
      return read;
    }
    findings.add("dict_type", at(name), "Input should be a valid dictionary", value);
    return SimulatorJson.object();
  }

  @Nullable ObjectNode objectOrNull(String name) {
    return gives(name) ? object(name) : null;
  }

  /** The fields of each object in a required list. */
  List<RequestFields> each(String name) {
    JsonNode list = object.path(name);
    if (!object.has(name)) {
      findings.missing(at(name), object);
    } else if (!list.isArray()) {
      findings.add("list_type", at(name), "Input should be a valid list", list);
    }
    List<RequestFields> each = new ArrayList<>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      List<String> deeper = at(name);
      deeper.add(String.valueOf(i));
      if (list.path(i).isObject()) {
        each.add(new RequestFields(list.path(i), deeper, findings));
      } else {
        findings.add("dict_type", deeper, "Input should be a valid dictionary", list.path(i));
      }
    }
    return each;
  }

  /** A list of texts; empty if it was not sent. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (gives(name) && !object.path(name).isArray()) {
      findings.add("list_type", at(name), "Input should be a valid list", object.path(name));
    } else if (gives(name)) {
      for (JsonNode text : object.path(name)) {
        if (text.isString()) {
          texts.add(text.stringValue());
        } else {
          findings.add("string_type", at(name), "Input should be a valid string", text);
        }
      }
    }
    return texts;
  }

  /** A required whole number. */
  int whole(String name, int min, int max) {
    if (!object.has(name)) {
      findings.missing(at(name), object);
      return min;
    }
    JsonNode value = object.path(name);
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      findings.add("int_type", at(name), "Input should be a valid integer", value);
      return min;
    }
    long number = value.asLong();
    findings.outOfRange(at(name), value, number, min, max);
    return (int) Math.max(min, Math.min(max, number));
  }

  void refuse(String type, String name, String message) {
    findings.add(type, at(name), message, object.has(name) ? object.path(name) : object);
  }

  private List<String> at(String name) {
    List<String> deeper = new ArrayList<>(where);
    deeper.add(name);
    return deeper;
  }
}
