package io.jettymcp.simulator;

import java.util.List;

/** The trial of a collection. */
final class TrialApi {
  private final SimulatedJetty jetty;

  TrialApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/trial/{c}",
            RouteAccess.TOKEN,
            call -> ApiResponse.ok(jetty.entered(call).trial().json())),
        Route.post("/api/v1/trial/{c}/activate", RouteAccess.TOKEN, this::activate));
  }

  private ApiResponse activate(ApiCall call) {
    SimulatedTrial trial = jetty.changed(call).trial();
    trial.activate();
    return ApiResponse.ok(trial.json());
  }
}
