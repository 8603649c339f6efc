package io.jettymcp.simulator.api;

import io.jettymcp.simulator.engine.RoutineScheduler;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.http.GatewayTimeout;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.model.SimulatedJetty;
import java.util.List;
import java.util.stream.Stream;

/** All routes of the API. */
public final class ApiRoutes {
  private ApiRoutes() {}

  /**
   * Returns the routes in the order in which they are matched.
   *
   * @param taskSearch whether the search that only Jetty's documentation names exists
   * @param fault what goes wrong with every response to a runbook call
   */
  public static List<Route> all(
      SimulatedJetty jetty,
      RunLauncher launcher,
      RoutineScheduler scheduler,
      boolean taskSearch,
      GatewayTimeout gatewayTimeout,
      RunbookFault fault) {
    ResourceLookup lookup = new ResourceLookup(jetty);
    ChatPassthrough passthrough = new ChatPassthrough(lookup, launcher);
    RunbookRequests runbooks = new RunbookRequests(lookup, launcher, gatewayTimeout, fault);
    return Stream.of(
            new IdentityApi().routes(),
            new CollectionsApi(jetty).routes(),
            new TasksApi(jetty, lookup, taskSearch).routes(),
            new RunsApi(lookup, launcher, gatewayTimeout).routes(),
            new TrajectoriesApi(lookup).routes(),
            new FilesApi(jetty, lookup).routes(),
            new InsightsApi(jetty, lookup).routes(),
            new RoutinesApi(jetty, scheduler).routes(),
            new TrialApi(lookup).routes(),
            new AssetsApi(jetty, lookup).routes(),
            new TemplatesApi().routes(),
            new ChatApi(passthrough, runbooks).routes())
        .flatMap(List::stream)
        .toList();
  }
}
