package io.jettymcp.runs;

import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * Finds a step that completed without doing its work: an agent that quits because of a wrong model
 * name, runs out of time, or fails its own checks, ends like one that is done. A run without steps
 * does no work either.
 *
 * @param step empty where the run has none
 * @param why the evidence
 */
public record SilentFailure(Optional<String> step, String why, String fix) {
  /** Jetty's default where a step sets no timeout_sec, in seconds. */
  private static final double DEFAULT_TIMEOUT = 1_200;

  /** An agent with an unknown model quits within this time, in seconds. */
  private static final double AT_ONCE = 60;

  /** The share of its time from which on an agent was probably stopped by the clock. */
  private static final double NEARLY = 0.95;

  private static final String OUT_OF_TIME =
      "The agent probably ran out of time: raise timeout_sec, or ask for less in one run.";
  private static final String FAILED_CHECKS =
      "Read the report: it says which checks failed. Then fix the inputs or the runbook.";
  private static final String WRONG_MODEL =
      "The agent probably did not recognise its model: dotted names such as anthropic/claude-sonnet-4.6"
          + " are OpenRouter's, dashed ones Anthropic's, and model_provider must fit.";

  private static final SilentFailure NO_STEPS =
      new SilentFailure(
          Optional.empty(),
          "it has no steps, so it did nothing",
          "Add steps to the workflow of the task.");

  /** Finds the first such step of a completed run. */
  public static Optional<SilentFailure> in(Run run) {
    if (!run.status().equals("completed")) {
      return Optional.empty();
    }
    return run.isWithoutSteps()
        ? Optional.of(NO_STEPS)
        : run.stepNames().stream()
            .flatMap(name -> of(run, name).stream())
            .findFirst()
            .or(() -> run.verdict().filter(RunbookVerdict::isFailure).map(v -> of(run, v)));
  }

  private static SilentFailure of(Run run, RunbookVerdict verdict) {
    boolean stopped = verdict.kind() == RunbookVerdict.Kind.NO_REPORT;
    return new SilentFailure(
        Optional.of(verdict.step()),
        verdict.why(),
        stopped || isOutOfTime(run, verdict.step()) ? OUT_OF_TIME : FAILED_CHECKS);
  }

  /** Says that the run is no success although it completed. */
  String sentence() {
    return "Jetty reports the run as completed, but "
        + step.map(name -> "the step " + name + " did not succeed: ").orElse("")
        + why
        + ".";
  }

  private static Optional<SilentFailure> of(Run run, String name) {
    JsonNode outputs = run.step(name).path("outputs");
    boolean unsuccessful =
        outputs.path("success").isBoolean() && !outputs.path("success").asBoolean();
    boolean empty =
        run.isRunbook(name)
            && outputs.isObject()
            && Run.FILE_LISTS.stream().allMatch(field -> outputs.path(field).isEmpty());
    if (!unsuccessful && !empty) {
      return Optional.empty();
    }
    String why = unsuccessful ? "its outputs say success: false" : "it left no files";
    return Optional.of(new SilentFailure(Optional.of(name), why, fix(run, name)));
  }

  private static String fix(Run run, String name) {
    OptionalDouble took = run.stepDuration(name);
    if (isOutOfTime(run, name)) {
      return OUT_OF_TIME;
    }
    return took.isPresent() && took.getAsDouble() < AT_ONCE
        ? WRONG_MODEL
        : WRONG_MODEL + " Or it ran out of time: then raise timeout_sec.";
  }

  /** Returns whether a step took nearly all of its time limit. */
  public static boolean isOutOfTime(Run run, String name) {
    OptionalDouble took = run.stepDuration(name);
    OptionalDouble limit = limit(run, name);
    return took.isPresent()
        && limit.isPresent()
        && took.getAsDouble() >= NEARLY * limit.getAsDouble();
  }

  private static OptionalDouble limit(Run run, String name) {
    JsonNode configured = run.stepConfig(name).path("timeout_sec");
    double seconds = configured.isNumber() ? configured.asDouble(Double.NaN) : Double.NaN;
    if (Double.isFinite(seconds) && seconds > 0) {
      return OptionalDouble.of(seconds);
    }
    return run.isRunbook(name) ? OptionalDouble.of(DEFAULT_TIMEOUT) : OptionalDouble.empty();
  }
}
