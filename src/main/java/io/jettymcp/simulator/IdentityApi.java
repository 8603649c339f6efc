package io.jettymcp.simulator;

import java.util.List;

/** Who am I, and are you well. */
final class IdentityApi {

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/health", Access.OPEN, call -> health()),
        Route.get("/api/v1/auth/whoami", Access.IDENTITY, this::whoami));
  }

  private static Answer health() {
    return Answer.ok(Json.object().put("status", "healthy"));
  }

  private Answer whoami(Call call) {
    Caller caller = call.caller();
    return Answer.ok(
        Json.object()
            .put("auth_type", caller.isPerson() ? "jwt" : "api_key")
            .put("access_level", caller.writes() ? "WRITE" : "READ")
            .put("identifier", caller.isPerson() ? caller.owner() : caller.scope())
            .put("collection_scope", caller.scope()));
  }
}
