package io.jettymcp.simulator;

import java.util.List;

/** Who am I, and are you well. */
final class IdentityApi {

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/health", RouteAccess.OPEN, call -> health()),
        Route.get("/api/v1/auth/whoami", RouteAccess.IDENTITY, this::whoami));
  }

  private static ApiResponse health() {
    return ApiResponse.ok(SimulatorJson.object().put("status", "healthy"));
  }

  private ApiResponse whoami(ApiCall call) {
    ApiCaller caller = call.caller();
    return ApiResponse.ok(
        SimulatorJson.object()
            .put("auth_type", caller.isPerson() ? "jwt" : "api_key")
            .put("access_level", caller.writes() ? "WRITE" : "READ")
            .put("identifier", caller.isPerson() ? caller.owner() : caller.scope())
            .put("collection_scope", caller.scope()));
  }
}
