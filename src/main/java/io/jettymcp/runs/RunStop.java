package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets the status of runs that are not finished to cancelled, which is all that Jetty offers: it
 * rewrites the record, and the work may go on.
 */
public final class RunStop {
  /** Shows how many runs were cancelled. */
  public static final View<Integer> VIEW =
      View.of(Integer.class).integer("cancelled", count -> count).required();

  private static final int CONCURRENCY = 5;

  private RunStop() {}

  public static Mono<Result> stop(Call call, TaskRef task, List<String> ids) {
    return Flux.fromIterable(ids)
        .flatMap(id -> unfinished(call, task, id), CONCURRENCY)
        .collectList()
        .flatMap(open -> cancel(call, task, open).thenReturn(open.size()))
        .map(count -> Result.of(VIEW, count));
  }

  private static Mono<String> unfinished(Call call, TaskRef task, String id) {
    return Runs.progress(call, task.run(id))
        .filter(run -> !run.finished())
        .map(run -> id)
        // Jetty can fail to list a run that it has just started.
        .onErrorResume(Runs::isNotFound, unlisted -> Mono.just(id));
  }

  private static Mono<Void> cancel(Call call, TaskRef task, List<String> ids) {
    ObjectNode statuses = Json.object();
    ids.forEach(id -> statuses.put(id, "cancelled"));
    return ids.isEmpty() ? Mono.empty() : call.send(task.setStatuses().json(statuses)).then();
  }
}
