package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as the API shows it at one moment. */
final class TrajectoryJson {
  private static final String AUTHOR = "jetty-simulator";
  private static final double MILLIS = 1000.0;

  private final SimulatedRun run;
  private final Instant moment;
  private final RunStatus status;

  TrajectoryJson(SimulatedRun run, Instant now) {
    this.run = run;
    this.moment = run.progress(now);
    this.status = run.status(now);
  }

  ObjectNode json() {
    RunPlan plan = run.plan();
    ObjectNode json =
        SimulatorJson.object()
            .put("name", run.collection().name() + "/" + run.task())
            .put("trajectory_id", run.id())
            .put("storage_path", run.storagePath())
            .put("status", status.word());
    json.set("init_params", plan.initParams());
    json.set("steps", steps());
    json.set("total_steps", SimulatorJson.texts(plan.totalSteps()));
    json.set("completed_steps", SimulatorJson.texts(completed()));
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
        .put("triggered_by_routine_id", run.order().routineId())
        .put("webhook_url", run.order().webhookUrl());
  }

  /** What the log of the workflow says so far, oldest first. */
  ArrayNode events() {
    ArrayNode events = SimulatorJson.array();
    event(events, run.created(), "info", "Workflow queued (simulated; no model is called)");
    if (!moment.isBefore(run.plan().began())) {
      event(events, run.plan().began(), "info", "Workflow started");
    }
    for (StepRun step : begun()) {
      String named = "Step '" + step.name() + "' (" + step.activity() + ")";
      event(events, step.began(), "info", named + " started");
      step.phases().stream()
          .filter(phase -> !moment.isBefore(phase.began()))
          .forEach(phase -> event(events, phase.began(), "info", phase.line()));
      if (hasEnded(step) && step.error() != null) {
        event(events, step.ended(), "error", named + " failed: " + step.error());
      } else if (hasEnded(step)) {
        event(events, step.ended(), "info", named + " completed");
      }
    }
    boolean failed = run.plan().fails();
    if (isOver()) {
      String end = failed ? "failed" : "completed";
      event(events, run.plan().ended(), failed ? "error" : "info", "Workflow " + end);
    } else if (run.fate().status() != null) {
      event(events, moment, "warning", "Workflow set to " + status.word() + " from outside");
    }
    return events;
  }

  private static void event(ArrayNode events, Instant time, String level, String message) {
    events.addObject().put("time", time.toString()).put("level", level).put("message", message);
  }

  private boolean isOver() {
    return !moment.isBefore(run.plan().ended());
  }

  private boolean hasEnded(StepRun step) {
    return !moment.isBefore(step.ended());
  }

  private List<StepRun> begun() {
    return run.plan().steps().stream().filter(step -> !moment.isBefore(step.began())).toList();
  }

  private List<String> completed() {
    return begun().stream()
        .filter(step -> hasEnded(step) && step.error() == null)
        .map(StepRun::name)
        .toList();
  }

  private Instant updated() {
    List<Instant> times = new ArrayList<>(List.of(run.created()));
    if (run.fate().status() != null) {
      times.add(run.fate().stopped());
    }
    begun().forEach(step -> times.add(hasEnded(step) ? step.ended() : step.began()));
    return times.stream().max(Instant::compareTo).orElse(run.created());
  }

  private ObjectNode steps() {
    ObjectNode steps = SimulatorJson.object();
    begun().forEach(step -> steps.set(step.name(), step(step)));
    return steps;
  }

  private ObjectNode step(StepRun step) {
    ObjectNode json =
        SimulatorJson.object().put("key", step.name()).put("activity", step.activity());
    json.set("inputs", step.inputs());
    json.set("config", step.config());
    json.set("depends_on", SimulatorJson.texts(dependencies(step.config())));
    json.put("author", AUTHOR).put("origin", "simulated");
    json.put("created", step.began().toString());
    if (!hasEnded(step)) {
      return json.put("status", stoppedOr("running"));
    }
    json.set("outputs", step.outputs());
    long millis = Duration.between(step.began(), step.ended()).toMillis();
    json.put("ended", step.ended().toString()).put("duration_seconds", millis / MILLIS);
    if (step.error() != null) {
      json.put("error", step.error());
    }
    return json.put("status", step.error() == null ? "completed" : "failed");
  }

  private String stoppedOr(String word) {
    return run.fate().status() == null ? word : status.word();
  }

  /** The steps whose data a step refers to. */
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
