package io.jettymcp.simulator;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** JSON trees: making, reading and writing them. */
final class SimulatorJson {
  static final NullNode NULL = NullNode.getInstance();
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private SimulatorJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static StringNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  static ArrayNode texts(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /**
   * Reads one JSON value.
   *
   * @throws JacksonException if the text is none, or is nested or sized beyond reason
   */
  static JsonNode parse(String text) {
    JsonNode read = MAPPER.readTree(text);
    return read == null || read.isMissingNode() ? NULL : read;
  }

  static String write(JsonNode json) {
    return MAPPER.writeValueAsString(json);
  }

  /** A text as it is, anything else as JSON. */
  static String asText(JsonNode value) {
    return value.isString() ? value.stringValue() : write(value);
  }
}
