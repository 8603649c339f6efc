package io.jettymcp.simulator.http;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that found its route and was authenticated.
 *
 * @param params the parts of the path that the route names
 * @param optionalCaller null on a route that needs no token and got none
 * @param json the body of a route that reads JSON, else null
 * @param now the moment of the request; everything in its response is true for that moment
 */
public record ApiCall(
    ApiRequest request,
    Map<String, String> params,
    @Nullable ApiCaller optionalCaller,
    @Nullable JsonNode json,
    Instant now) {

  /** Returns the caller of a route that needs a token. */
  public ApiCaller caller() {
    if (optionalCaller == null) {
      throw ApiError.unauthorized("Not authenticated");
    }
    return optionalCaller;
  }

  public String param(String name) {
    return params.getOrDefault(name, "");
  }

  /** Returns the fields of the JSON body. */
  public RequestFields fields() {
    return RequestFields.ofBody(json);
  }

  public RequestFields query() {
    return RequestFields.ofQuery(request.target().query());
  }
}
