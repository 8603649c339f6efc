package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiCaller;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import java.util.List;

/** Health and the caller's identity. */
final class IdentityApi {

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/health", RouteAccess.OPEN, call -> health()),
        Route.get("/api/v1/auth/whoami", RouteAccess.IDENTITY, this::whoami));
  }

  private static ApiResponse health() {
    return ApiResponse.ok(Json.object().put("status", "healthy"));
  }

  private ApiResponse whoami(ApiCall call) {
    ApiCaller caller = call.caller();
    return ApiResponse.ok(
        Json.object()
            .put("auth_type", caller.isPerson() ? "jwt" : "api_key")
            .put("access_level", caller.writes() ? "WRITE" : "READ")
            .put("identifier", caller.isPerson() ? caller.owner() : caller.scope())
            .put("collection_scope", caller.scope()));
  }
}
