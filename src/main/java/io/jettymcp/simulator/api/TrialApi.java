package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.SimulatedTrial;
import java.util.List;

/** The trial of a collection. */
final class TrialApi {
  private final ResourceLookup lookup;

  TrialApi(ResourceLookup lookup) {
    this.lookup = lookup;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/trial/{c}",
            RouteAccess.TOKEN,
            call -> ApiResponse.ok(lookup.collection(call).trial().json())),
        Route.post("/api/v1/trial/{c}/activate", RouteAccess.TOKEN, this::activate));
  }

  private ApiResponse activate(ApiCall call) {
    SimulatedTrial trial = lookup.writableCollection(call).trial();
    trial.activate();
    return ApiResponse.ok(trial.json());
  }
}
