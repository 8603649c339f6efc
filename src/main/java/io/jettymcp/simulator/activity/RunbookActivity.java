package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.simulator.model.RunPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code runbook}: an agent follows a runbook in a sandbox. Here there is neither; the result files
 * are made from the runbook itself, and every one of them says so. As at Jetty, an agent that
 * cannot start leaves a run that is completed, without files.
 */
final class RunbookActivity implements ActivityRunner {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.-]+)\\s*}}");
  private static final int MAX_STEPS = 40;
  private static final double DOLLARS_PER_TOKEN = 0.000_003;
  private static final double MICRO = 1_000_000.0;

  @Override
  public StepOutcome run(StepContext step) {
    ObjectNode variables = variables(step);
    Runbook runbook = Runbook.read(fill(step.required("instruction"), variables));
    RunbookAgent agent = RunbookAgent.of(step);
    requireSecrets(step, runbook);
    String missing = agent.missingKey(step.request().variables());
    if (missing != null) {
      throw new StepFailed(
          "AuthenticationError: agent '%s' needs %s, which collection '%s' does not set, and no trial run is left"
              .formatted(agent.name(), missing, step.collection().name()));
    }
    return agent.canStart() ? follow(step, runbook, agent, variables) : quit(step, agent);
  }

  private static ObjectNode variables(StepContext step) {
    JsonNode sent = step.input("template_variables");
    if (!sent.isNull() && !sent.isObject()) {
      throw new StepFailed("TypeError: template_variables must be an object");
    }
    ObjectNode variables = Json.object().put("results_dir", RunbookResults.RESULTS_DIR);
    sent.properties().stream()
        .filter(variable -> !variable.getValue().isNull())
        .forEach(variable -> variables.set(variable.getKey(), variable.getValue()));
    return variables;
  }

  /** Fills {@code {{name}}}; a placeholder without a value stays unchanged. */
  private static String fill(String template, ObjectNode variables) {
    return BoundedText.fill(
        PLACEHOLDER,
        template,
        placeholder ->
            variables.hasNonNull(placeholder.group(1))
                ? StepInputs.text(variables.path(placeholder.group(1)))
                : placeholder.group());
  }

  private static void requireSecrets(StepContext step, Runbook runbook) {
    List<String> missing =
        runbook.frontmatter().secrets().stream()
            .filter(Frontmatter.SecretNeed::required)
            .map(Frontmatter.SecretNeed::env)
            .filter(variable -> !step.request().variables().contains(variable))
            .toList();
    if (!missing.isEmpty()) {
      throw new StepFailed(
          "Required secrets are not set in collection '%s': %s"
              .formatted(step.collection().name(), String.join(", ", missing)));
    }
  }

  /** The headings of the steps, for example {@code Step 1: Read the input}. */
  static List<String> stepTitles(Runbook runbook) {
    return runbook.steps().stream()
        .limit(MAX_STEPS)
        .map(step -> "Step " + step.number() + ": " + step.title())
        .toList();
  }

  private static StepOutcome quit(StepContext step, RunbookAgent agent) {
    List<RunPhase> phases =
        phases(
            step,
            List.of(
                booting(step),
                "[agent] %s quit without a word (model %s at %s)"
                    .formatted(agent.name(), agent.model(), agent.provider())));
    ObjectNode usage = usage(step, phases, 0, 0);
    return outcome(step, phases, false, Json.array(), Json.array(), usage);
  }

  private static StepOutcome follow(
      StepContext step, Runbook runbook, RunbookAgent agent, ObjectNode variables) {
    List<String> log = new ArrayList<>();
    log.add(booting(step));
    step.texts("files").forEach(file -> log.add("[sandbox] fetching " + file));
    log.add("[agent] %s with %s at %s".formatted(agent.name(), agent.model(), agent.provider()));
    stepTitles(runbook).forEach(title -> log.add("[agent] " + title));
    log.add("[evaluation] " + runbook.frontmatter().evaluation().orElse("programmatic"));
    log.add("[report] writing validation_report.json and summary.md");
    List<RunPhase> phases = phases(step, log);
    RunbookResults results = new RunbookResults(step, runbook, variables);
    ArrayNode files = results.store();
    int promptTokens = TokenUsage.tokens(runbook.text());
    ObjectNode usage = usage(step, phases, promptTokens, results.tokens());
    StepOutcome done = outcome(step, phases, true, files, results.primaryAmong(files), usage);
    if (runbook.version() == 2 && isReadAsSecondVersion(step)) {
      done.outputs().put("verdict", results.passed() ? "pass" : "fail");
    }
    return done;
  }

  /** Returns whether the task asks for Jetty's own verdict. */
  private static boolean isReadAsSecondVersion(StepContext step) {
    String version = "runbook_evals_version";
    JsonNode sent = step.request().initParams().path(version);
    JsonNode said = sent.isMissingNode() ? step.request().task().initParams().path(version) : sent;
    return said.asString("").equals("2");
  }

  private static StepOutcome outcome(
      StepContext step,
      List<RunPhase> phases,
      boolean success,
      ArrayNode files,
      ArrayNode primary,
      ObjectNode usage) {
    ObjectNode outputs = Json.object().put("success", success).put("simulated", true);
    outputs.set("results_files", files);
    outputs.set("files", files.deepCopy());
    outputs.set("primary_files", primary);
    outputs.set("usage", usage);
    return StepOutcome.withPhases(phases, end(step, phases), outputs);
  }

  private static ObjectNode usage(
      StepContext step, List<RunPhase> phases, int promptTokens, int completionTokens) {
    Duration duration = Duration.between(step.startedAt(), end(step, phases));
    double dollars = (promptTokens + completionTokens) * DOLLARS_PER_TOKEN;
    return TokenUsage.json(promptTokens, completionTokens)
        .put("cost_usd", Math.round(dollars * MICRO) / MICRO)
        .put("duration_seconds", duration.toMillis() / 1000.0)
        .put("api_calls", promptTokens == 0 ? 0 : phases.size());
  }

  private static String booting(StepContext step) {
    return "[sandbox] booting " + step.textOr("image", step.textOr("snapshot", "python312-uv"));
  }

  private static List<RunPhase> phases(StepContext step, List<String> log) {
    List<RunPhase> phases = new ArrayList<>();
    log.forEach(message -> phases.add(new RunPhase(end(step, phases), message)));
    return phases;
  }

  /** When these phases are over: each takes as long as a step. */
  private static Instant end(StepContext step, List<RunPhase> phases) {
    return step.startedAt().plus(step.duration().multipliedBy(phases.size()));
  }
}
