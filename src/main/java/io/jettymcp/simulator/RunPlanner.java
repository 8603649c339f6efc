package io.jettymcp.simulator;

import io.jettymcp.workflow.Activities;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One run that is being worked out, step by step. */
final class RunPlanner {
  private static final int MAX_STEPS = 500;
  private static final int MAX_OUTPUT = 32 * 1024 * 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id = "%08x".formatted(RANDOM.nextInt());
  private final RunRequest order;
  private final Instant began;
  private final Duration pace;
  private final Map<String, ActivityRunner> activities;
  private final ChildRuns children;
  private final RunFiles files;
  private final JsonNode configs;
  private final ObjectNode scope = SimulatorJson.object();
  private final List<StepRun> done = new ArrayList<>();
  private final Deque<String> ahead = new ArrayDeque<>();
  private final Set<String> skipped = new HashSet<>();
  private Instant clock;
  private long kept;

  RunPlanner(
      RunRequest order,
      Instant began,
      Duration pace,
      Map<String, ActivityRunner> activities,
      ChildRuns children) {
    this.order = order;
    this.began = began;
    this.pace = pace;
    this.activities = activities;
    this.children = children;
    this.files = new RunFiles(order.task().collection().storage());
    this.clock = began;
    this.configs = order.task().workflow().path("step_configs");
  }

  String id() {
    return id;
  }

  /** The files that it makes. */
  RunFiles files() {
    return files;
  }

  RunPlan plan() {
    ObjectNode initParams = order.task().initParams().deepCopy();
    initParams.setAll(order.initParams());
    scope.set("init_params", initParams);
    List<String> names = new ArrayList<>();
    order.task().workflow().path("steps").forEach(step -> names.add(SimulatorJson.asText(step)));
    ahead.addAll(names);
    String error = null;
    while (error == null && !ahead.isEmpty()) {
      String name = ahead.removeFirst();
      if (!skipped.remove(name) && !goesWell(name)) {
        error = "Workflow execution failed at step '" + name + "'";
      }
    }
    JsonNode shown = configs.isMissingNode() ? SimulatorJson.object() : configs;
    return new RunPlan(initParams, shown, names, done, error, began, clock);
  }

  private boolean goesWell(String name) {
    JsonNode config = configs.path(name);
    Instant from = clock;
    ObjectNode inputs = SimulatorJson.object();
    StepOutcome outcome;
    try {
      ActivityRunner activity = activity(name, config);
      inputs = StepInputs.resolve(config, scope);
      outcome =
          activity.perform(
              new StepContext(name, config, inputs, from, pace, id, order, children, files));
      keep(outcome.outputs());
    } catch (StepFailed failed) {
      outcome = StepOutcome.after(from, SimulatorJson.object(), failed.getMessage());
    }
    Instant end = from.plus(pace);
    clock = outcome.noEarlierThan().isAfter(end) ? outcome.noEarlierThan() : end;
    files.finishStep(clock);
    record(
        new StepRun(
            name,
            config,
            inputs,
            outcome.outputs(),
            outcome.error(),
            outcome.phases(),
            from,
            clock));
    turn(outcome);
    return outcome.error() == null;
  }

  private ActivityRunner activity(String name, JsonNode config) {
    if (done.size() >= MAX_STEPS) {
      throw new StepFailed("The simulator carries out at most " + MAX_STEPS + " steps of a run");
    }
    String wanted = config.path("activity").asString("");
    ActivityRunner activity = activities.get(wanted);
    if (activity == null && Activities.find(wanted).isPresent()) {
      throw new StepFailed("The simulator cannot carry out the activity '" + wanted + "'");
    }
    if (activity == null) {
      throw new StepFailed("No step registered for '" + name + "'");
    }
    return activity;
  }

  private void record(StepRun step) {
    done.add(step);
    ObjectNode data = scope.putObject(step.name());
    data.set("inputs", step.inputs());
    data.set("outputs", step.outputs());
  }

  /** A branch leaves one step out; the one it takes comes next if it stands nowhere in the list. */
  private void turn(StepOutcome outcome) {
    String taken = outcome.taken();
    if (outcome.skipped() != null && !outcome.skipped().equals(taken)) {
      skipped.add(outcome.skipped());
    }
    if (taken != null && !ahead.contains(taken)) {
      ahead.addFirst(taken);
    }
  }

  private void keep(ObjectNode outputs) {
    kept += SimulatorJson.write(outputs).length();
    if (kept > MAX_OUTPUT) {
      throw new StepFailed("The simulator keeps at most 32 MB of outputs of a run");
    }
  }
}
