package io.jettymcp.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that found its route and passed the gate.
 *
 * @param params the parts of the path that the route names
 * @param json the body of a route that reads JSON, else null
 * @param now the moment of the request; everything in its answer is true for that moment
 */
record ApiCall(
    ApiRequest incoming,
    Map<String, String> params,
    @Nullable ApiCaller anyCaller,
    @Nullable JsonNode json,
    Instant now) {

  /** The caller of a route that asks for a token. */
  ApiCaller caller() {
    if (anyCaller == null) {
      throw ApiError.unauthorized("Not authenticated");
    }
    return anyCaller;
  }

  String param(String name) {
    return params.getOrDefault(name, "");
  }

  @Nullable String query(String name) {
    return incoming.target().query().get(name);
  }

  RequestFields fields() {
    return RequestFields.of(json);
  }
}
