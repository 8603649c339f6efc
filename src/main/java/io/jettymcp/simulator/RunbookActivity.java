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
final class RunbookActivity implements Activity {
  private static final String RESULTS_DIR = "results_dir";
  private static final double DOLLARS_PER_TOKEN = 0.000_003;
  private static final double MICRO = 1_000_000.0;

  @Override
  public Outcome perform(Step step) {
    ObjectNode variables = variables(step);
    RunbookText runbook = RunbookText.fill(step.required("instruction"), variables);
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

  private static ObjectNode variables(Step step) {
    JsonNode given = step.input("template_variables");
    if (!given.isNull() && !given.isObject()) {
      throw new StepFailed("TypeError: template_variables must be an object");
    }
    ObjectNode variables = Json.object().put(RESULTS_DIR, RunbookResults.KEPT);
    given.properties().stream()
        .filter(variable -> !variable.getValue().isNull())
        .forEach(variable -> variables.set(variable.getKey(), variable.getValue()));
    return variables;
  }

  private static void mustHaveSecrets(Step step, RunbookText runbook) {
    List<String> missing = new ArrayList<>(runbook.requiredSecrets());
    missing.removeAll(step.order().variables());
    if (!missing.isEmpty()) {
      throw new StepFailed(
          "Required secrets are not set in collection '%s': %s"
              .formatted(step.collection().name(), String.join(", ", missing)));
    }
  }

  private static Outcome quit(Step step, RunbookAgent agent) {
    List<Phase> phases =
        phases(
            step,
            List.of(
                booting(step),
                "[agent] %s quit without a word (model %s at %s)"
                    .formatted(agent.name(), agent.model(), agent.provider())));
    return outcome(step, phases, false, Json.array(), Json.array(), usage(step, phases, 0, 0));
  }

  private static Outcome follow(
      Step step, RunbookText runbook, RunbookAgent agent, ObjectNode variables) {
    List<String> lines = new ArrayList<>();
    lines.add(booting(step));
    step.input("files").forEach(file -> lines.add("[sandbox] fetching " + Json.asText(file)));
    lines.add("[agent] %s with %s at %s".formatted(agent.name(), agent.model(), agent.provider()));
    runbook.steps().forEach(title -> lines.add("[agent] " + title));
    lines.add("[evaluation] " + runbook.evaluation());
    lines.add("[report] writing validation_report.json and summary.md");
    List<Phase> phases = phases(step, lines);
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

  private static Outcome outcome(
      Step step,
      List<Phase> phases,
      boolean success,
      ArrayNode files,
      ArrayNode primary,
      ObjectNode usage) {
    ObjectNode outputs = Json.object().put("success", success).put("simulated", true);
    outputs.set("results_files", files);
    outputs.set("files", files.deepCopy());
    outputs.set("primary_files", primary);
    outputs.set("usage", usage);
    return Outcome.through(phases, end(step, phases), outputs);
  }

  private static ObjectNode usage(Step step, List<Phase> phases, int read, int written) {
    Duration took = Duration.between(step.began(), end(step, phases));
    double dollars = Math.round((read + written) * DOLLARS_PER_TOKEN * MICRO) / MICRO;
    return ModelActivities.usage(read, written)
        .put("cost_usd", dollars)
        .put("duration_seconds", took.toMillis() / 1000.0)
        .put("api_calls", read == 0 ? 0 : phases.size());
  }

  private static String booting(Step step) {
    String image = step.textOr("image", step.textOr("snapshot", "python312-uv"));
    return "[sandbox] booting " + image;
  }

  private static List<Phase> phases(Step step, List<String> lines) {
    List<Phase> phases = new ArrayList<>();
    for (String line : lines) {
      phases.add(new Phase(step.began().plus(step.pace().multipliedBy(phases.size())), line));
    }
    return phases;
  }

  private static Instant end(Step step, List<Phase> phases) {
    return step.began().plus(step.pace().multipliedBy(phases.size()));
  }
}
