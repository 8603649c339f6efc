package io.jettymcp.simulator.engine;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.activity.ActivityRunner;
import io.jettymcp.simulator.activity.ChildRuns;
import io.jettymcp.simulator.activity.RunFiles;
import io.jettymcp.simulator.activity.StepContext;
import io.jettymcp.simulator.activity.StepFailed;
import io.jettymcp.simulator.activity.StepInputs;
import io.jettymcp.simulator.activity.StepOutcome;
import io.jettymcp.simulator.model.RunPlan;
import io.jettymcp.simulator.model.RunRequest;
import io.jettymcp.simulator.model.StepRun;
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

/** Plans one run, step by step. */
final class RunPlanner {
  private static final int MAX_STEPS = 500;
  private static final int MAX_OUTPUT = 32 * 1024 * 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id = "%08x".formatted(RANDOM.nextInt());
  private final RunRequest request;
  private final Instant startedAt;
  private final Duration stepDuration;
  private final Map<String, ActivityRunner> activities;
  private final ChildRuns children;
  private final RunFiles files;
  private final JsonNode configs;
  private final ObjectNode scope = Json.object();
  private final List<StepRun> finished = new ArrayList<>();
  private final Deque<String> pending = new ArrayDeque<>();
  private final Set<String> skipped = new HashSet<>();
  private Instant clock;
  private long outputLength;

  RunPlanner(
      RunRequest request,
      Instant startedAt,
      Duration stepDuration,
      Map<String, ActivityRunner> activities,
      ChildRuns children) {
    this.request = request;
    this.startedAt = startedAt;
    this.stepDuration = stepDuration;
    this.activities = activities;
    this.children = children;
    this.files = new RunFiles(request.task().collection().storage());
    this.clock = startedAt;
    this.configs = request.task().workflow().path("step_configs");
  }

  String id() {
    return id;
  }

  /** The files that the run makes. */
  RunFiles files() {
    return files;
  }

  RunPlan plan() {
    ObjectNode initParams = request.task().initParams().deepCopy();
    initParams.setAll(request.initParams());
    scope.set("init_params", initParams);
    List<String> names =
        request.task().workflow().path("steps").valueStream().map(StepInputs::text).toList();
    pending.addAll(names);
    String error = null;
    while (error == null && !pending.isEmpty()) {
      String name = pending.removeFirst();
      if (!skipped.remove(name) && !succeeds(name)) {
        error = "Workflow execution failed at step '" + name + "'";
      }
    }
    JsonNode shown = configs.isMissingNode() ? Json.object() : configs;
    return new RunPlan(initParams, shown, names, finished, error, startedAt, clock);
  }

  /** Runs a step and returns whether it succeeded. */
  private boolean succeeds(String name) {
    JsonNode config = configs.path(name);
    Instant from = clock;
    ObjectNode inputs = Json.object();
    StepOutcome outcome;
    try {
      ActivityRunner activity = activity(name, config);
      inputs = StepInputs.resolve(config, scope);
      outcome =
          activity.run(
              new StepContext(
                  name, config, inputs, from, stepDuration, id, request, children, files));
      limitOutput(outcome.outputs());
    } catch (StepFailed e) {
      outcome = StepOutcome.endingAt(from, Json.object(), e.getMessage());
    }
    Instant end = from.plus(stepDuration);
    clock = outcome.earliestEnd().isAfter(end) ? outcome.earliestEnd() : end;
    files.finishStep(clock);
    StepRun step =
        new StepRun(
            name,
            config,
            inputs,
            outcome.outputs(),
            outcome.error(),
            outcome.phases(),
            from,
            clock);
    finished.add(step);
    step.addTo(scope);
    branch(outcome);
    return outcome.error() == null;
  }

  private ActivityRunner activity(String name, JsonNode config) {
    if (finished.size() >= MAX_STEPS) {
      throw new StepFailed("The simulator runs at most " + MAX_STEPS + " steps of a run");
    }
    String wanted = config.path("activity").asString("");
    ActivityRunner activity = activities.get(wanted);
    if (activity == null && Activities.find(wanted).isPresent()) {
      throw new StepFailed("The simulator does not support the activity '" + wanted + "'");
    }
    if (activity == null) {
      throw new StepFailed("No step registered for '" + name + "'");
    }
    return activity;
  }

  /** Skips one step of a branch; runs the other one next if it is not in the list. */
  private void branch(StepOutcome outcome) {
    String next = outcome.nextStep();
    if (outcome.skippedStep() != null && !outcome.skippedStep().equals(next)) {
      skipped.add(outcome.skippedStep());
    }
    if (next != null && !pending.contains(next)) {
      pending.addFirst(next);
    }
  }

  private void limitOutput(ObjectNode outputs) {
    outputLength += outputs.toString().length();
    if (outputLength > MAX_OUTPUT) {
      throw new StepFailed("The simulator limits the outputs of a run to 32 MB");
    }
  }
}
