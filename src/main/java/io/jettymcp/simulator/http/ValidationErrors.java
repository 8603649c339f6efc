package io.jettymcp.simulator.http;

import io.jettymcp.json.Json;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects what is wrong with a request, in the words of pydantic 2. Each error carries {@code
 * input}, the invalid value or the whole object around a missing one: Jetty sends it, secrets
 * included, so the simulator has to.
 */
final class ValidationErrors {
  private final ArrayNode errors = Json.array();

  static ApiError badJson(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    ObjectNode error = Json.object().put("type", "json_invalid");
    error
        .putArray("loc")
        .add("body")
        .add(location == null ? 0 : Math.max(0, location.getCharOffset()));
    error.put("msg", "JSON decode error").putObject("input");
    error.putObject("ctx").put("error", "Expecting value");
    return ApiError.invalid(Json.array().add(error));
  }

  ObjectNode add(String type, List<String> location, String message, JsonNode input) {
    ObjectNode error = errors.addObject().put("type", type);
    error.set("loc", Json.array(location));
    error.put("msg", message);
    error.set("input", input);
    return error;
  }

  void missing(List<String> location, JsonNode around) {
    add("missing", location, "Field required", around);
  }

  void outOfRange(List<String> location, JsonNode input, long value, long min, long max) {
    if (value < min) {
      add("greater_than_equal", location, "Input should be greater than or equal to " + min, input)
          .putObject("ctx")
          .put("ge", min);
    } else if (value > max) {
      add("less_than_equal", location, "Input should be less than or equal to " + max, input)
          .putObject("ctx")
          .put("le", max);
    }
  }

  /** Refuses the call if there is any error. */
  void throwIfAny() {
    if (!errors.isEmpty()) {
      throw toApiError();
    }
  }

  ApiError toApiError() {
    return ApiError.invalid(errors);
  }
}
