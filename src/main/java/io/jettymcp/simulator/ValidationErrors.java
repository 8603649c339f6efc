package io.jettymcp.simulator;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong with a request, in the words of pydantic 2. Each finding carries {@code input}, the
 * offending value or the whole object around a missing one: Jetty sends it, secrets included, so
 * the simulator has to.
 */
final class ValidationErrors {
  private final ArrayNode found = SimulatorJson.array();

  static ApiError badJson(JacksonException trouble) {
    TokenStreamLocation location = trouble.getLocation();
    ArrayNode where = SimulatorJson.array().add("body");
    where.add(location == null ? 0 : Math.max(0, location.getCharOffset()));
    ObjectNode finding = SimulatorJson.object().put("type", "json_invalid");
    finding.set("loc", where);
    finding.put("msg", "JSON decode error");
    finding.set("input", SimulatorJson.object());
    finding.set("ctx", SimulatorJson.object().put("error", "Expecting value"));
    return ApiError.invalid(SimulatorJson.array().add(finding));
  }

  ObjectNode add(String type, List<String> where, String message, JsonNode input) {
    ObjectNode finding = found.addObject().put("type", type);
    finding.set("loc", SimulatorJson.texts(where));
    finding.put("msg", message);
    finding.set("input", input);
    return finding;
  }

  void missing(List<String> where, JsonNode around) {
    add("missing", where, "Field required", around);
  }

  void outOfRange(List<String> where, JsonNode input, long value, long min, long max) {
    if (value < min) {
      add("greater_than_equal", where, "Input should be greater than or equal to " + min, input)
          .set("ctx", SimulatorJson.object().put("ge", min));
    } else if (value > max) {
      add("less_than_equal", where, "Input should be less than or equal to " + max, input)
          .set("ctx", SimulatorJson.object().put("le", max));
    }
  }

  /** Refuses the call if anything was found. */
  void refuse() {
    if (!found.isEmpty()) {
      throw refusal();
    }
  }

  ApiError refusal() {
    return ApiError.invalid(found);
  }
}
