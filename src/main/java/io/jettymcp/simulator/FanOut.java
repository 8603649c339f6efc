package io.jettymcp.simulator;

import java.time.Instant;
import java.util.PriorityQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code list_emit_await}: starts a run of a child task for every item of a list, some at a time,
 * and waits for all of them. If one fails, the step says no more than that; the reason stands in
 * the child.
 */
final class FanOut implements ActivityRunner {
  private static final int AT_ONCE = 10;

  @Override
  public StepOutcome perform(StepContext step) {
    JsonNode items = step.input("items");
    if (items.isNull() || !step.isLookedUp("items")) {
      throw new StepFailed("ValueError: items_path is required");
    }
    if (!items.isArray()) {
      throw new StepFailed("ValueError: items_path must lead to a list");
    }
    return emit(step, items, child(step));
  }

  private static Task child(StepContext step) {
    String name = step.required("child_workflow_name");
    Task child = step.collection().task(name);
    if (child == null) {
      throw new StepFailed("child not found: '" + name + "'");
    }
    return child;
  }

  private static StepOutcome emit(StepContext step, JsonNode items, Task child) {
    boolean goesOn = step.flag("continue_on_error");
    PriorityQueue<Instant> lanes = new PriorityQueue<>();
    int atOnce = Math.max(1, Math.min(step.number("max_concurrency", AT_ONCE), items.size()));
    for (int i = 0; i < atOnce; i++) {
      lanes.add(step.began());
    }
    ArrayNode references = SimulatorJson.array();
    Instant end = step.began();
    Instant firstFailure = Instant.MAX;
    for (JsonNode item : items) {
      Instant free = lanes.remove();
      if (!goesOn && !free.isBefore(firstFailure)) {
        break;
      }
      SimulatedRun run =
          step.children().start(step.order().forChild(child, inputs(step, item)), free);
      Instant done = run.plan().ended();
      lanes.add(done);
      end = done.isAfter(end) ? done : end;
      if (run.plan().fails() && done.isBefore(firstFailure)) {
        firstFailure = done;
      }
      references
          .addObject()
          .put("trajectory_id", run.id())
          .put("name", step.collection().name() + "/" + child.name());
    }
    ObjectNode outputs = SimulatorJson.object();
    outputs.set("trajectory_references", references);
    boolean failed = !goesOn && firstFailure.isBefore(Instant.MAX);
    return StepOutcome.after(end, outputs, failed ? "Child workflow execution failed" : null);
  }

  private static ObjectNode inputs(StepContext step, JsonNode item) {
    ObjectNode inputs = SimulatorJson.object();
    if (step.input("child_init_params") instanceof ObjectNode shared) {
      inputs.setAll(shared);
    }
    return inputs.set(step.textOr("item_param_name", "item"), item);
  }
}
