package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code runbook}: an agent follows a runbook in a sandbox. Here there is neither; the result files
 * are made from the runbook itself, and every one of them says so. As at Jetty, an agent that never
 * gets to work leaves a run that is completed, without files.
 */
final class RunbookActivity implements ActivityRunner {
  private static final String RESULTS_DIR = "results_dir";
  private static final double DOLLARS_PER_TOKEN = 0.000_003;
  private static final double MICRO = 1_000_000.0;

  @Override
  public StepOutcome perform(StepContext step) {
    ObjectNode variables = variables(step);
    FilledRunbook runbook = FilledRunbook.fill(step.required("instruction"), variables);
    RunbookAgent agent = RunbookAgent.of(step);
    mustHaveSecrets(step, runbook);
    String missing = agent.missingKey(step.order().variables());
    if (missing != null) {
      throw new StepFailed(
          "AuthenticationError: agent '%s' needs %s, which collection '%s' does not set, and no trial run is left"
              .formatted(agent.name(), missing, step.collection().name()));
    }
    return agent.works() ? follow(step, runbook, agent, variables) : quit(step, agent);
  }

  private static ObjectNode variables(StepContext step) {
    JsonNode given = step.input("template_variables");
    if (!given.isNull() && !given.isObject()) {
      throw new StepFailed("TypeError: template_variables must be an object");
    }
    ObjectNode variables = SimulatorJson.object().put(RESULTS_DIR, RunbookResults.KEPT);
    given.properties().stream()
        .filter(variable -> !variable.getValue().isNull())
        .forEach(variable -> variables.set(variable.getKey(), variable.getValue()));
    return variables;
  }

  private static void mustHaveSecrets(StepContext step, FilledRunbook runbook) {
    List<String> missing = new ArrayList<>(runbook.requiredSecrets());
    missing.removeAll(step.order().variables());
    if (!missing.isEmpty()) {
      throw new StepFailed(
          "Required secrets are not set in collection '%s': %s"
              .formatted(step.collection().name(), String.join(", ", missing)));
    }
  }

  private static StepOutcome quit(StepContext step, RunbookAgent agent) {
    List<RunPhase> phases =
        phases(
            step,
            List.of(
                booting(step),
                "[agent] %s quit without a word (model %s at %s)"
                    .formatted(agent.name(), agent.model(), agent.provider())));
    return outcome(
        step,
        phases,
        false,
        SimulatorJson.array(),
        SimulatorJson.array(),
        usage(step, phases, 0, 0));
  }

  private static StepOutcome follow(
      StepContext step, FilledRunbook runbook, RunbookAgent agent, ObjectNode variables) {
    List<String> lines = new ArrayList<>();
    lines.add(booting(step));
    step.input("files")
        .forEach(file -> lines.add("[sandbox] fetching " + SimulatorJson.asText(file)));
    lines.add("[agent] %s with %s at %s".formatted(agent.name(), agent.model(), agent.provider()));
    runbook.steps().forEach(title -> lines.add("[agent] " + title));
    lines.add("[evaluation] " + runbook.evaluation());
    lines.add("[report] writing validation_report.json and summary.md");
    List<RunPhase> phases = phases(step, lines);
    RunbookResults results = new RunbookResults(step, runbook, variables);
    ArrayNode files = results.store();
    int read = ModelActivities.tokens(runbook.text());
    return outcome(
        step,
        phases,
        true,
        files,
        results.primaryAmong(files),
        usage(step, phases, read, results.tokens()));
  }

  private static StepOutcome outcome(
      StepContext step,
      List<RunPhase> phases,
      boolean success,
      ArrayNode files,
      ArrayNode primary,
      ObjectNode usage) {
    ObjectNode outputs = SimulatorJson.object().put("success", success).put("simulated", true);
    outputs.set("results_files", files);
    outputs.set("files", files.deepCopy());
    outputs.set("primary_files", primary);
    outputs.set("usage", usage);
    return StepOutcome.through(phases, end(step, phases), outputs);
  }

  private static ObjectNode usage(StepContext step, List<RunPhase> phases, int read, int written) {
    Duration took = Duration.between(step.began(), end(step, phases));
    double dollars = Math.round((read + written) * DOLLARS_PER_TOKEN * MICRO) / MICRO;
    return ModelActivities.usage(read, written)
        .put("cost_usd", dollars)
        .put("duration_seconds", took.toMillis() / 1000.0)
        .put("api_calls", read == 0 ? 0 : phases.size());
  }

  private static String booting(StepContext step) {
    String image = step.textOr("image", step.textOr("snapshot", "python312-uv"));
    return "[sandbox] booting " + image;
  }

  private static List<RunPhase> phases(StepContext step, List<String> lines) {
    List<RunPhase> phases = new ArrayList<>();
    for (String line : lines) {
      phases.add(new RunPhase(step.began().plus(step.pace().multipliedBy(phases.size())), line));
    }
    return phases;
  }

  private static Instant end(StepContext step, List<RunPhase> phases) {
    return step.began().plus(step.pace().multipliedBy(phases.size()));
  }
}
