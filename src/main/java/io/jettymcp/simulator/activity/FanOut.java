package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import java.time.Instant;
import java.util.PriorityQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code list_emit_await}: starts a run of a child task for every item of a list, some at a time,
 * and waits for all of them. If one fails, the error of the step does not say why; the child's
 * does.
 */
final class FanOut implements ActivityRunner {
  private static final int DEFAULT_CONCURRENCY = 10;

  @Override
  public StepOutcome run(StepContext step) {
    JsonNode items = step.input("items");
    if (items.isNull() || !step.isReference("items")) {
      throw new StepFailed("ValueError: items_path is required");
    }
    if (!items.isArray()) {
      throw new StepFailed("ValueError: items_path must lead to a list");
    }
    return startAll(step, items, child(step));
  }

  private static Task child(StepContext step) {
    String name = step.required("child_workflow_name");
    Task child = step.collection().task(name);
    if (child == null) {
      throw new StepFailed("child not found: '" + name + "'");
    }
    return child;
  }

  private static StepOutcome startAll(StepContext step, JsonNode items, Task child) {
    boolean continues = step.bool("continue_on_error");
    int concurrency = step.integer("max_concurrency", DEFAULT_CONCURRENCY);
    PriorityQueue<Instant> slots = new PriorityQueue<>();
    for (int i = 0; i < Math.max(1, Math.min(concurrency, items.size())); i++) {
      slots.add(step.startedAt());
    }
    ArrayNode references = Json.array();
    Instant end = step.startedAt();
    Instant firstFailure = Instant.MAX;
    for (JsonNode item : items) {
      Instant free = slots.remove();
      if (!continues && !free.isBefore(firstFailure)) {
        break;
      }
      SimulatedRun run =
          step.children().start(step.request().forChild(child, initParams(step, item)), free);
      Instant childEnd = run.plan().endedAt();
      slots.add(childEnd);
      end = childEnd.isAfter(end) ? childEnd : end;
      if (run.plan().fails() && childEnd.isBefore(firstFailure)) {
        firstFailure = childEnd;
      }
      references.add(TrajectorySelection.reference(run));
    }
    ObjectNode outputs = Json.object();
    outputs.set("trajectory_references", references);
    boolean failed = !continues && firstFailure.isBefore(Instant.MAX);
    return StepOutcome.endingAt(end, outputs, failed ? "Child workflow execution failed" : null);
  }

  private static ObjectNode initParams(StepContext step, JsonNode item) {
    ObjectNode initParams = Json.object();
    if (step.input("child_init_params") instanceof ObjectNode shared) {
      initParams.setAll(shared);
    }
    return initParams.set(step.textOr("item_param_name", "item"), item);
  }
}
