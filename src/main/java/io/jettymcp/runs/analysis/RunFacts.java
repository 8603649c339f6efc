package io.jettymcp.runs.analysis;

import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.KnownError;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunbookVerdict;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.SilentFailure;
import io.jettymcp.tool.StatusWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Extracts from a run the facts that count when many are compared.
 *
 * @param run the run, without its steps
 * @param hasOutputs whether the reply holds outputs of any step
 * @param fault where and how it failed; empty if it did not
 * @param silent the step that did not do its work although the run completed
 * @param steps each step that began, in the order in which they run
 * @param labels the last value of each label
 */
record RunFacts(
    Run run,
    boolean hasOutputs,
    Optional<Fault> fault,
    Optional<SilentFailure> silent,
    List<StepFacts> steps,
    Map<String, String> labels) {

  /** Output fields in which activities report their attempts. */
  private static final List<String> ROUNDS =
      List.of("iterations", "rounds", "attempts", "retries", "history", "score_history");

  private static final List<String> SCORES = List.of("average_score", "score", "overall_score");

  /**
   * Keeps, of each run in a list that Jetty sends in full, rounds and scores of the outputs and the
   * number of files.
   */
  static final FieldMask MASK =
      Runs.BRIEF
          .with("step_configs", FieldMask.each(FieldMask.fields("activity", "timeout_sec")))
          .with("init_params", RunbookVerdict.INPUTS)
          .with("steps", FieldMask.each(step()));

  private static final int MAX_ROUNDS = 10_000;

  /** No workflow of use has more steps. */
  private static final int MAX_STEPS = 200;

  /** In characters of either end of an error: enough to distinguish it from others. */
  private static final int RELEVANT = 1_000;

  /** In characters; far more than is ever shown, so that this cut never shows. */
  private static final int MAX_ERROR_LENGTH = 20_000;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");

  /** A failure of a run. The step is empty where no step failed. */
  record Fault(String step, String message, String activity) {
    /** Equal for failures that differ only in ids, numbers and spaces. Never shown. */
    String pattern() {
      return KnownError.ends(message, RELEVANT)
          .replaceAll("\\b[0-9a-fA-F]{8,}\\b", "#")
          .replaceAll("\\d+", "#")
          .replaceAll("\\s+", " ");
    }
  }

  /**
   * The facts of one step of a run.
   *
   * @param rounds how often it tried; 0 if unknown
   * @param roundScores the scores of the rounds that have one
   * @param scores its score outputs, by name
   */
  record StepFacts(
      String name,
      OptionalDouble seconds,
      boolean outOfTime,
      int rounds,
      List<Double> roundScores,
      Map<String, Double> scores) {}

  private static FieldMask step() {
    FieldMask score = FieldMask.fields(SCORES.toArray(String[]::new));
    FieldMask outputs = RunbookVerdict.OUTPUTS;
    for (String name : SCORES) {
      outputs = outputs.with(name, FieldMask.only());
    }
    for (String name : ROUNDS) {
      outputs = outputs.with(name, score);
    }
    return FieldMask.fields("status", "error", "activity", "created", "ended", "duration_seconds")
        .with("config", FieldMask.fields("timeout_sec"))
        .with("outputs", outputs);
  }

  static RunFacts of(Run run) {
    JsonNode json = run.json();
    boolean failed = StatusWords.FAILED.contains(run.status());
    List<StepFacts> steps = new ArrayList<>();
    Map<String, Integer> executions = executions(json);
    for (String name : run.stepNames()) {
      if (run.step(name).isObject() && steps.size() < MAX_STEPS) {
        steps.add(step(run, name, executions.getOrDefault(name, 0)));
      }
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (JsonNode label : run.labels()) {
      JsonNode value = label.path("value");
      if (value.isValueNode() && !value.isNull()) {
        Json.text(label, "key").ifPresent(key -> labels.put(key, value.asString()));
      }
    }
    return new RunFacts(
        outline(json),
        run.hasOutputs(),
        failed ? Optional.of(fault(run)) : Optional.empty(),
        SilentFailure.in(run),
        steps,
        labels);
  }

  /** Drops the steps and errors: those of many runs would take too much memory. */
  private static Run outline(JsonNode json) {
    ObjectNode outline = Json.object();
    for (String field : List.of("trajectory_id", "status", "created", "updated")) {
      json.optional(field).ifPresent(value -> outline.set(field, value));
    }
    return new Run(outline);
  }

  private static Fault fault(Run run) {
    String step = run.failedStep().orElse("");
    String message =
        run.failedStep().flatMap(run::stepError).or(run::error).orElse("no error reported");
    return new Fault(step, KnownError.ends(message, MAX_ERROR_LENGTH / 2), run.activity(step));
  }

  /** Returns why the run is no success, if it is none. */
  Optional<FailureCause> cause() {
    return fault
        .map(known -> FailureCause.of(known, run.status()))
        .or(() -> silent.map(FailureCause::of));
  }

  String id() {
    return run.id();
  }

  boolean completed() {
    return run.status().equals("completed");
  }

  boolean succeeded() {
    return completed() && silent.isEmpty();
  }

  /**
   * Returns whether the run succeeded or failed: one that was cancelled or archived did neither.
   */
  boolean counts() {
    return completed() || fault.isPresent();
  }

  /** Scores among labels, by key, and among the outputs. */
  Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    labels.forEach(
        (key, value) -> {
          if (key.startsWith("score.") || key.equals("score")) {
            number(value).ifPresent(number -> scores.put(key, number));
          }
        });
    scores.putAll(stepScores());
    return scores;
  }

  /** Scores among the outputs, by step and name. */
  Map<String, Double> stepScores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (StepFacts step : steps) {
      step.scores().forEach((name, score) -> scores.put(step.name() + "." + name, score));
    }
    return scores;
  }

  /** Returns the number that a label holds, if it holds one. */
  static OptionalDouble number(String text) {
    return NUMBER.matcher(text.strip()).matches()
        ? OptionalDouble.of(Double.parseDouble(text.strip()))
        : OptionalDouble.empty();
  }

  /** Counts how often each step is listed as completed: a step that was repeated is there again. */
  private static Map<String, Integer> executions(JsonNode json) {
    Map<String, Integer> times = new HashMap<>();
    Json.list(json.path("completed_steps"))
        .ifPresent(names -> names.forEach(name -> times.merge(name.asString(""), 1, Integer::sum)));
    return times;
  }

  private static StepFacts step(Run run, String name, int executions) {
    JsonNode outputs = run.step(name).path("outputs");
    int rounds = executions > 1 ? executions : 0;
    List<Double> roundScores = new ArrayList<>();
    for (String field : ROUNDS) {
      JsonNode value = outputs.path(field);
      rounds = Math.max(rounds, rounds(field, value));
      if (roundScores.isEmpty() && value.isArray()) {
        value.forEach(round -> score(round).ifPresent(roundScores::add));
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String field : SCORES) {
      finite(outputs.path(field)).ifPresent(score -> scores.put(field, score));
    }
    return new StepFacts(
        name,
        run.stepDuration(name),
        SilentFailure.isOutOfTime(run, name),
        rounds,
        roundScores,
        scores);
  }

  private static int rounds(String field, JsonNode value) {
    if (value.isArray()) {
      return Math.min(MAX_ROUNDS, value.size());
    }
    double number = finite(value).orElse(0);
    double rounds = field.equals("retries") && number > 0 ? number + 1 : number;
    return rounds >= 1 && rounds <= MAX_ROUNDS ? (int) rounds : 0;
  }

  private static OptionalDouble score(JsonNode round) {
    for (String field : SCORES) {
      if (finite(round.path(field)).isPresent()) {
        return finite(round.path(field));
      }
    }
    return finite(round);
  }

  private static OptionalDouble finite(JsonNode value) {
    double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
