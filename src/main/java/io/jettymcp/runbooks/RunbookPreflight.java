package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.StartedRunFinder;
import io.jettymcp.runs.Trial;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Checks a runbook before it is sent to Jetty, so that nothing starts that is bound to fail. */
public final class RunbookPreflight {
  /** The one place in Jetty's sandbox that outlives the run. */
  static final String RESULTS_DIR = "/app/results";

  static final String UNKNOWN_SECRETS =
      "The token cannot read the collection's environment, so whether the secrets are set is"
          + " unknown.";

  private static final int MAX_WARNINGS = 15;

  /**
   * A runbook that may start.
   *
   * @param search finds the run if its start is not answered
   * @param since when waiting began, without the time that the user took to answer
   */
  public record Ready(
      Runbook runbook,
      TaskRef task,
      RunbookParameters parameters,
      RunbookSandbox sandbox,
      ModelChoice choice,
      boolean trialKeys,
      StartedRunFinder search,
      Instant since,
      List<String> warnings) {
    public Ready {
      warnings = List.copyOf(warnings);
    }
  }

  private final Call call;
  private final Runbook runbook;
  private final TaskRef task;
  private final RunbookSandbox sandbox;
  private final RunbookParameters parameters;
  private final Instant begun;

  /**
   * @throws BadArguments if the arguments alone show that it cannot run
   */
  public RunbookPreflight(Call call, RunbookSource text, TaskRef task) {
    Args in = call.in();
    this.call = call;
    this.begun = call.clock().instant();
    this.runbook = readable(text);
    this.task = task;
    this.sandbox = RunbookSandbox.of(runbook.frontmatter(), in);
    this.parameters = RunbookParameters.given(call, runbook, RESULTS_DIR);
    if (!parameters.resultsDir().equals(RESULTS_DIR)) {
      throw new BadArguments(
          RunbookParameters.PARAMETERS.name(),
          "At Jetty \"results_dir\" is always " + RESULTS_DIR + ": nothing else outlives the run.");
    }
  }

  /**
   * Reads a runbook whose frontmatter must be readable: its needs are unknown otherwise.
   *
   * @throws BadArguments if it is not, or the runbook is empty
   */
  static Runbook readable(RunbookSource text) {
    Runbook runbook = Runbook.read(notEmpty(text));
    refuse(text, runbook.findings().stream().filter(RunbookPreflight::hidesSecrets).toList());
    return runbook;
  }

  /**
   * Returns the text.
   *
   * @throws BadArguments if it is blank
   */
  static String notEmpty(RunbookSource text) {
    if (text.text().isBlank()) {
      throw new BadArguments(text.argument(), "The runbook is empty.");
    }
    return text.text();
  }

  /**
   * Refuses the runbook if it has errors.
   *
   * @throws BadArguments that lists them
   */
  static void refuse(RunbookSource text, List<RunbookFinding> errors) {
    if (!errors.isEmpty()) {
      throw new BadArguments(
          text.argument(),
          "The runbook cannot run as it is, so nothing was done:\n- "
              + String.join("\n- ", lines(errors))
              + "\nvalidate-runbook shows all findings.");
    }
  }

  /** Lists the findings, except on the choice of a model, which has warnings of its own. */
  static List<String> findings(Runbook runbook) {
    return lines(
        runbook.findings().stream().filter(finding -> !finding.where().equals("model")).toList());
  }

  /** Lists findings, a line each. */
  static List<String> lines(List<RunbookFinding> findings) {
    List<String> lines = new ArrayList<>();
    for (RunbookFinding finding : findings.subList(0, Math.min(findings.size(), MAX_WARNINGS))) {
      String place = "Line " + finding.line() + " (" + finding.where() + "): ";
      lines.add(place + finding.what() + " " + finding.fix());
    }
    if (findings.size() > MAX_WARNINGS) {
      lines.add((findings.size() - MAX_WARNINGS) + " more: see validate-runbook.");
    }
    return lines;
  }

  /** Returns whether it is an error that keeps the secrets from being known. */
  static boolean hidesSecrets(RunbookFinding finding) {
    return finding.error()
        && (finding.where().equals("frontmatter") || finding.where().startsWith("secrets"));
  }

  /** Reads everything concurrently, asks for what is missing, and fails if some of it stays so. */
  public Mono<Ready> check() {
    call.progress("checking task, secrets and trial");
    StartedRunFinder none = new StartedRunFinder(task, Optional.empty(), Optional.empty());
    return Mono.zip(
            RunbookTask.read(call, task),
            EnvironmentNames.read(call, task.collection()),
            RunStart.atMostBriefly(Trial.read(call, task.collection()), Trial.UNKNOWN),
            RunStart.atMostBriefly(StartedRunFinder.beforeStart(call, task), none))
        .flatMap(
            seen -> {
              refuseOtherTask(seen.getT1());
              return checked(seen.getT1(), seen.getT2(), seen.getT3(), seen.getT4());
            });
  }

  private void refuseOtherTask(RunbookTask stored) {
    if (stored.exists() && !stored.runsRunbook()) {
      throw otherTask(" exists and has no step with the activity runbook.", " its stored workflow");
    }
    if (stored.runsOnlyOthersThan(runbook.text())) {
      throw otherTask(" exists, with another runbook fixed in its step.", " that one");
    }
  }

  private BadArguments otherTask(String what, String instead) {
    return new BadArguments(
        "task",
        "The task \""
            + task.task()
            + "\""
            + what
            + " Jetty would run"
            + instead
            + " instead of the runbook. Name another task (it need not exist), or store the runbook in"
            + " this one with deploy-runbook.");
  }

  private Mono<Ready> checked(
      RunbookTask stored, EnvironmentNames environment, Trial trial, StartedRunFinder search) {
    boolean trialKeys = trial.useKeys(call.in().get(RunStart.USE_TRIAL_KEYS), environment);
    ModelChoice choice = sandbox.choice(environment, trialKeys);
    List<String> warnings = warnings(environment, choice, trialKeys);
    RunbookSecrets missing = RunbookSecrets.missing(task.collection(), runbook, environment);
    if (!trialKeys && trial.isActive()) {
      // Jetty uses trial keys on its own where a run is eligible for them.
      RunbookSecrets.missingKey(choice, environment)
          .ifPresent(
              key ->
                  warnings.add(
                      "The collection has no "
                          + key
                          + ". Jetty may use its trial keys instead, as the trial is active."));
    } else if (!trialKeys) {
      missing = missing.andKey(choice, environment);
    }
    if (!missing.isEmpty()) {
      return secretsMissing(missing);
    }
    Instant asking = now();
    return parameters
        .asked(call)
        .map(RunbookPreflight::complete)
        .map(
            filled -> {
              warnings.addAll(stored.warnings(sent(choice, filled)));
              Instant since = begun.plus(Duration.between(asking, now()));
              return new Ready(
                  runbook, task, filled, sandbox, choice, trialKeys, search, since, warnings);
            });
  }

  /** Returns what is sent besides the text, by the names that a stored step uses. */
  private ObjectNode sent(ModelChoice choice, RunbookParameters filled) {
    ObjectNode sent = Json.object().put("agent", choice.agent()).put("model", choice.model());
    sent.put("model_provider", choice.provider());
    sandbox.addTo(sent);
    return sent.set("template_variables", filled.toJson().without("results_dir"));
  }

  private Instant now() {
    return call.clock().instant();
  }

  private static RunbookParameters complete(RunbookParameters filled) {
    if (filled.missing().isEmpty()) {
      return filled;
    }
    throw new BadArguments(
        RunbookParameters.PARAMETERS.name(),
        "Nothing was started. These parameters need a value in \"parameters\":" + filled.listed());
  }

  private Mono<Ready> secretsMissing(RunbookSecrets missing) {
    String why =
        "The collection "
            + task.collection()
            + " lacks secrets that the runbook needs: "
            + missing.names();
    String also =
        parameters.missing().isEmpty()
            ? ""
            : "\nThese parameters need a value as well:" + parameters.listed();
    return call.offerPage(why + ". They are set in its settings.", missing.page())
        .then(
            Mono.error(
                () ->
                    new Declined(
                        "Nothing was started. The collection "
                            + task.collection()
                            + " lacks secrets that the runbook needs:\n"
                            + missing.listed(call.local())
                            + also)));
  }

  private List<String> warnings(
      EnvironmentNames environment, ModelChoice choice, boolean trialKeys) {
    List<String> warnings = new ArrayList<>(choice.warnings());
    if (!environment.isKnown()) {
      warnings.add(UNKNOWN_SECRETS);
    }
    if (trialKeys && choice.model().toLowerCase(Locale.ROOT).contains("opus")) {
      warnings.add("Trial keys do not cover Opus models.");
    }
    warnings.addAll(findings(runbook));
    return warnings;
  }
}
