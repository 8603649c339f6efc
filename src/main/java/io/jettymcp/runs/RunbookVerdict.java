package io.jettymcp.runs;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The verdict on a runbook's run that completed. Jetty completes a run also where its agent stopped
 * early or failed its own checks. In version 1 the agent's report is the verdict; in version 2 it
 * is a hint, because Jetty computes its own.
 *
 * @param step the step that carried out the runbook
 * @param why the evidence, the rest of a sentence about the step
 */
public record RunbookVerdict(Kind kind, String step, String why) {
  /** The result of the checks. */
  public enum Kind {
    PASSED,
    FAILED,
    NO_REPORT,
    UNKNOWN;

    /** The word that results show. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Keeps the outputs that name the report or hold Jetty's verdict. */
  public static final FieldMask OUTPUTS = outputs();

  /** Keeps the version by which Jetty reads a run. */
  public static final FieldMask INPUTS = FieldMask.fields("runbook_evals_version");

  /** Keeps what {@link #judge} needs of a run. */
  static final FieldMask RUN =
      Runs.BRIEF
          .with("init_params", INPUTS)
          .with("step_configs", FieldMask.each(FieldMask.fields("activity", "timeout_sec")))
          .with(
              "steps",
              FieldMask.each(
                  FieldMask.fields(
                          "status", "error", "activity", "created", "ended", "duration_seconds")
                      .with("outputs", OUTPUTS)));

  private static final String REPORT = "validation_report.json";

  /** Matches also names in which dashes replace the slashes of the path in the sandbox. */
  private static final Pattern REPORT_PATH = Pattern.compile("(.*[/.-])?" + Pattern.quote(REPORT));

  private static final FieldMask REPORT_FIELDS =
      FieldMask.fields("overall_passed", "verdict").with("checks", FieldMask.fields("status"));

  private static final Set<String> PASS = Set.of("pass", "passed", "success", "true");
  private static final Set<String> FAIL = Set.of("fail", "failed", "error", "false");

  /**
   * Adds the verdict to a completed run of a runbook that left files; reads its report if needed.
   */
  public static Mono<Run> judge(Exchange jetty, String collection, Run run) {
    Optional<String> step = run.status().equals("completed") ? run.runbookStep() : Optional.empty();
    if (step.isEmpty() || SilentFailure.in(run).isPresent()) {
      return Mono.just(run);
    }
    return read(jetty, collection, run, step.get()).map(run::with);
  }

  private static FieldMask outputs() {
    FieldMask outputs = FieldMask.fields("success", "verdict");
    for (String list : Run.FILE_LISTS) {
      outputs = outputs.with(list, FieldMask.fields("path"));
    }
    return outputs;
  }

  private static Mono<RunbookVerdict> read(
      Exchange jetty, String collection, Run run, String step) {
    JsonNode outputs = run.step(step).path("outputs");
    boolean second =
        run.json().path("init_params").path("runbook_evals_version").asString("").equals("2");
    Optional<Kind> own = second ? kind(outputs.path("verdict")) : Optional.empty();
    if (own.isPresent()) {
      return Mono.just(
          new RunbookVerdict(
              own.get(), step, "Jetty's verdict on its checks is " + own.get().word()));
    }
    if (!outputs.isObject()) {
      return Mono.just(new RunbookVerdict(Kind.UNKNOWN, step, "Jetty returned no outputs of it"));
    }
    Optional<String> report =
        Run.listedFiles(step, outputs).stream()
            .map(RunFile::path)
            .filter(path -> REPORT_PATH.matcher(path).matches())
            .findFirst();
    if (report.isEmpty()) {
      return Mono.just(
          new RunbookVerdict(
              Kind.NO_REPORT, step, "it left no " + REPORT + ", so it stopped before its checks"));
    }
    RunbookVerdict unread =
        new RunbookVerdict(Kind.UNKNOWN, step, "its " + REPORT + " could not be read");
    return Mono.justOrEmpty(report.flatMap(StoragePath::find))
        .filter(path -> path.collection().equals(collection))
        .flatMap(path -> jetty.send(path.request().fields(REPORT_FIELDS)))
        .map(reply -> second ? hint(step, reply.body()) : ofReport(step, reply.body()))
        .onErrorReturn(Failure.class, unread)
        .defaultIfEmpty(unread);
  }

  private static RunbookVerdict ofReport(String step, JsonNode report) {
    JsonNode passed = report.path("overall_passed");
    if (!passed.isBoolean()) {
      return new RunbookVerdict(Kind.UNKNOWN, step, "its " + REPORT + " has no overall_passed");
    }
    Kind kind = passed.booleanValue() ? Kind.PASSED : Kind.FAILED;
    return new RunbookVerdict(
        kind, step, "its " + REPORT + " says overall_passed: " + passed.booleanValue());
  }

  /** Reads what the agent reports of a run whose verdict by Jetty is not there. */
  private static RunbookVerdict hint(String step, JsonNode report) {
    boolean failed =
        Stream.concat(
                Stream.of(report.path("overall_passed"), report.path("verdict")),
                Json.list(report.path("checks")).stream()
                    .flatMap(checks -> checks.values().stream())
                    .map(check -> check.path("status")))
            .anyMatch(said -> kind(said).equals(Optional.of(Kind.FAILED)));
    String missing = "Jetty's verdict is not among its outputs";
    return new RunbookVerdict(
        Kind.UNKNOWN,
        step,
        failed ? missing + "; its own " + REPORT + " says that a check failed" : missing);
  }

  /** Reads a word, or the verdict or status of an object. */
  private static Optional<Kind> kind(JsonNode said) {
    if (said.isObject()) {
      return word(said.path("verdict")).or(() -> word(said.path("status")));
    }
    return word(said);
  }

  private static Optional<Kind> word(JsonNode said) {
    String word = said.asString("").toLowerCase(Locale.ROOT);
    if (PASS.contains(word)) {
      return Optional.of(Kind.PASSED);
    }
    return FAIL.contains(word) ? Optional.of(Kind.FAILED) : Optional.empty();
  }

  /** Returns whether the run did not do its work. */
  boolean isFailure() {
    return kind == Kind.FAILED || kind == Kind.NO_REPORT;
  }
}
