package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.activity.StepInputs;
import io.jettymcp.simulator.model.RunPlan;
import io.jettymcp.simulator.model.RunStatus;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a run as the API shows it at one moment. */
final class TrajectoryJson {
  private static final String AUTHOR = "jetty-simulator";
  private static final double MILLIS = 1000.0;

  private final SimulatedRun run;
  private final Instant progress;
  private final RunStatus status;

  TrajectoryJson(SimulatedRun run, Instant now) {
    this.run = run;
    this.progress = run.progress(now);
    this.status = run.status(now);
  }

  static ArrayNode list(List<SimulatedRun> runs, Instant now) {
    ArrayNode list = Json.array();
    runs.forEach(run -> list.add(new TrajectoryJson(run, now).json()));
    return list;
  }

  ObjectNode json() {
    RunPlan plan = run.plan();
    ObjectNode json =
        Json.object()
            .put("name", run.collection().name() + "/" + run.task())
            .put("trajectory_id", run.id())
            .put("storage_path", run.storagePath())
            .put("status", status.label());
    json.set("init_params", plan.initParams());
    json.set("steps", steps());
    json.set("total_steps", Json.array(plan.totalSteps()));
    json.set("completed_steps", Json.array(completedSteps()));
    json.set("step_configs", plan.stepConfigs());
    json.set("labels", run.labels().deepCopy());
    ObjectNode attributes = json.putObject("attributes").put("asset_type", "trajectory");
    attributes.putNull("asset_filename").put("created", run.created().toString());
    attributes.putObject("params").put("simulated", true);
    return json.put("error", isOver() ? plan.error() : null)
        .put("created", run.created().toString())
        .put("updated", updated().toString())
        .put("author", AUTHOR)
        .putNull("metadata_uri")
        .put("org_id", run.collection().owner())
        .put("triggered_by_routine_id", run.request().routineId())
        .put("webhook_url", run.request().webhookUrl());
  }

  /** The log of the workflow so far, oldest event first. */
  ArrayNode events() {
    ArrayNode events = Json.array();
    event(events, run.created(), "info", "Workflow queued (simulated; no model is called)");
    if (!progress.isBefore(run.plan().startedAt())) {
      event(events, run.plan().startedAt(), "info", "Workflow started");
    }
    for (StepRun step : startedSteps()) {
      String label = "Step '" + step.name() + "' (" + step.activity() + ")";
      event(events, step.startedAt(), "info", label + " started");
      step.phases().stream()
          .filter(phase -> !progress.isBefore(phase.startedAt()))
          .forEach(phase -> event(events, phase.startedAt(), "info", phase.message()));
      if (hasEnded(step) && step.error() != null) {
        event(events, step.endedAt(), "error", label + " failed: " + step.error());
      } else if (hasEnded(step)) {
        event(events, step.endedAt(), "info", label + " completed");
      }
    }
    boolean failed = run.plan().fails();
    if (isOver()) {
      String end = failed ? "failed" : "completed";
      event(events, run.plan().endedAt(), failed ? "error" : "info", "Workflow " + end);
    } else if (run.statusOverride().status() != null) {
      event(events, progress, "warning", "Workflow set to " + status.label() + " from outside");
    }
    return events;
  }

  private static void event(ArrayNode events, Instant time, String level, String message) {
    events.addObject().put("time", time.toString()).put("level", level).put("message", message);
  }

  private boolean isOver() {
    return !progress.isBefore(run.plan().endedAt());
  }

  private boolean hasEnded(StepRun step) {
    return !progress.isBefore(step.endedAt());
  }

  private List<StepRun> startedSteps() {
    return run.plan().steps().stream()
        .filter(step -> !progress.isBefore(step.startedAt()))
        .toList();
  }

  private List<String> completedSteps() {
    return startedSteps().stream()
        .filter(step -> hasEnded(step) && step.error() == null)
        .map(StepRun::name)
        .toList();
  }

  private Instant updated() {
    List<Instant> times = new ArrayList<>(List.of(run.created()));
    if (run.statusOverride().status() != null) {
      times.add(run.statusOverride().stoppedAt());
    }
    startedSteps().forEach(step -> times.add(hasEnded(step) ? step.endedAt() : step.startedAt()));
    return Collections.max(times);
  }

  private ObjectNode steps() {
    ObjectNode steps = Json.object();
    startedSteps().forEach(step -> steps.set(step.name(), step(step)));
    return steps;
  }

  private ObjectNode step(StepRun step) {
    ObjectNode json = Json.object().put("key", step.name()).put("activity", step.activity());
    json.set("inputs", step.inputs());
    json.set("config", step.config());
    json.set("depends_on", Json.array(dependencies(step.config())));
    json.put("author", AUTHOR).put("origin", "simulated");
    json.put("created", step.startedAt().toString());
    if (!hasEnded(step)) {
      boolean stopped = run.statusOverride().status() != null;
      return json.put("status", (stopped ? status : RunStatus.RUNNING).label());
    }
    json.set("outputs", step.outputs());
    long millis = Duration.between(step.startedAt(), step.endedAt()).toMillis();
    json.put("ended", step.endedAt().toString()).put("duration_seconds", millis / MILLIS);
    if (step.error() != null) {
      json.put("error", step.error());
    }
    RunStatus ended = step.error() == null ? RunStatus.COMPLETED : RunStatus.FAILED;
    return json.put("status", ended.label());
  }

  /** Returns the steps whose data a step refers to. */
  private static Set<String> dependencies(JsonNode config) {
    Set<String> steps = new LinkedHashSet<>();
    config
        .propertyStream()
        .filter(entry -> StepInputs.isReference(entry.getKey(), entry.getValue()))
        .map(entry -> StepInputs.root(entry.getValue().asString()))
        .filter(root -> !root.equals("init_params"))
        .forEach(steps::add);
    return steps;
  }
}
