package io.jettymcp.conformance;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.Extensions;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.ModernMethod;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds tasks in memory, and serves the methods of the tasks extension. */
final class FixtureTasks {
  private final Map<String, FixtureTask> tasks = new ConcurrentHashMap<>();

  /**
   * Starts a task.
   *
   * @param asked what must be answered before the work starts, by keys
   * @return the result of the call that became the task
   */
  ObjectNode start(Map<String, ObjectNode> asked, Mono<ObjectNode> work) {
    FixtureTask task = new FixtureTask(asked, work);
    tasks.put(task.id(), task);
    ObjectNode created = task.summary().put("resultType", "task");
    task.begin();
    return created;
  }

  /** Returns the states of a task until it is final; empty if there is no such task. */
  Optional<Flux<JsonNode>> states(String id) {
    return Optional.ofNullable(tasks.get(id)).map(FixtureTask::states);
  }

  Map<String, ModernMethod> methods() {
    return Map.of(
        "tasks/get",
        method((task, params) -> task.state()),
        "tasks/update",
        method(
            (task, params) -> {
              task.answer(params.path("inputResponses"));
              return Json.object();
            }),
        "tasks/cancel",
        method(
            (task, params) -> {
              task.cancel();
              return Json.object();
            }));
  }

  private ModernMethod method(BiFunction<FixtureTask, JsonNode, ObjectNode> action) {
    return ModernMethod.of(
            (params, call) -> Mono.fromCallable(() -> action.apply(find(params), params)))
        .requiring(Extensions.TASKS);
  }

  private FixtureTask find(JsonNode params) {
    FixtureTask task = tasks.get(params.path("taskId").asString(""));
    if (task == null) {
      throw ModernErrors.invalid("No such task");
    }
    return task;
  }
}
