package io.jettymcp.simulator;

import java.util.List;

/** The trial of a collection. */
final class TrialApi {
  private final Jetty jetty;

  TrialApi(Jetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/trial/{c}",
            Access.TOKEN,
            call -> Answer.ok(jetty.entered(call).trial().json())),
        Route.post("/api/v1/trial/{c}/activate", Access.TOKEN, this::activate));
  }

  private Answer activate(Call call) {
    Trial trial = jetty.changed(call).trial();
    trial.activate();
    return Answer.ok(trial.json());
  }
}
