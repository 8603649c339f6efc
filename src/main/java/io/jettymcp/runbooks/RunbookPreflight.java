package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.StartedRunFinder;
import io.jettymcp.runs.Trial;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Checks a runbook before it is sent to Jetty, so that nothing starts that is bound to fail. */
public final class RunbookPreflight {
  /** The one place in Jetty's sandbox that outlives the run. */
  static final String RESULTS_DIR = "/app/results";

  static final String UNKNOWN_SECRETS =
      "The token cannot read the collection's environment, so whether the secrets are set is"
          + " unknown.";

  /**
   * A runbook that may start.
   *
   * @param search finds the run if its start is not answered
   * @param secrets for this run only
   * @param since when waiting began, without the time that the user took to answer
   * @param fix the call that stores the runbook's settings, if the task lacks some
   */
  public record Ready(
      Runbook runbook,
      TaskRef task,
      RunbookParameters parameters,
      RunbookSandbox sandbox,
      ModelChoice choice,
      Map<String, Secret> secrets,
      boolean trialKeys,
      StartedRunFinder search,
      Instant since,
      Optional<Next> fix,
      List<String> warnings) {
    public Ready {
      secrets = Map.copyOf(secrets);
      warnings = List.copyOf(warnings);
    }
  }

  private final Call call;
  private final RunbookSource source;
  private final Runbook runbook;
  private final TaskRef task;
  private final RunbookSandbox sandbox;
  private final RunbookParameters parameters;
  private final Map<String, Secret> secrets;
  private final Instant begun;

  /**
   * @throws BadArguments if the arguments alone show that it cannot run
   */
  public RunbookPreflight(Call call, RunbookSource text, TaskRef task) {
    Args in = call.in();
    this.call = call;
    this.source = text;
    this.begun = call.clock().instant();
    this.runbook = RunbookRefusal.readable(text);
    this.task = task;
    this.sandbox = RunbookSandbox.of(runbook.frontmatter(), in);
    this.parameters = RunbookParameters.given(call, runbook, RESULTS_DIR);
    this.secrets = RunStart.secrets(call);
    if (!parameters.resultsDir().equals(RESULTS_DIR)) {
      throw new BadArguments(
          RunbookParameters.PARAMETERS.name(),
          "At Jetty \"results_dir\" is always " + RESULTS_DIR + ": nothing else outlives the run.");
    }
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
      throw otherTask(
          stored, " exists and has no step with the activity runbook.", " its stored workflow");
    }
    if (stored.runsOnlyOthersThan(runbook.text())) {
      throw otherTask(stored, " exists, with another runbook fixed in its step.", " that one");
    }
  }

  private static void refuseModel(String why) {
    throw new BadArguments(
        RunbookSandbox.MODEL.name(), why + " Change model, model_provider or agent.");
  }

  private BadArguments otherTask(RunbookTask stored, String what, String instead) {
    return new BadArguments(
        "task",
        "The task \""
            + task.task()
            + "\""
            + what
            + " Jetty would run"
            + instead
            + " instead of the runbook. Name another task (it need not exist)"
            + (stored.runsAnotherWorkflow()
                ? "."
                : ", or store the runbook in this one with deploy-runbook."));
  }

  private Mono<Ready> checked(
      RunbookTask stored, EnvironmentNames environment, Trial trial, StartedRunFinder search) {
    boolean trialKeys = trial.useKeys(call.in().get(RunStart.USE_TRIAL_KEYS), environment);
    Set<String> variables = new LinkedHashSet<>(environment.names());
    variables.addAll(secrets.keySet());
    ModelChoice choice = sandbox.choice(variables, trialKeys);
    choice.mismatch().ifPresent(RunbookPreflight::refuseModel);
    List<String> warnings = warnings(environment, choice, trialKeys);
    RunbookSecrets missing = missing(environment, choice, trial, trialKeys, warnings);
    if (!missing.isEmpty()) {
      return missing.refuse(call, "Nothing was started", missingParameters());
    }
    Instant asking = now();
    return parameters
        .asked(call)
        .map(RunbookPreflight::complete)
        .map(
            filled -> {
              StoredSettings settings =
                  StoredSettings.of(runbook, sandbox, choice, stored, sent(choice, filled));
              warnings.addAll(settings.warnings());
              Instant since = begun.plus(Duration.between(asking, now()));
              return new Ready(
                  runbook,
                  task,
                  filled,
                  sandbox,
                  choice,
                  secrets,
                  trialKeys,
                  search,
                  since,
                  settings.fix(source, task),
                  warnings);
            });
  }

  /** Returns the secrets that the run lacks; Jetty may use its trial keys by itself. */
  private RunbookSecrets missing(
      EnvironmentNames environment,
      ModelChoice choice,
      Trial trial,
      boolean trialKeys,
      List<String> warnings) {
    Set<String> passed = secrets.keySet();
    RunbookSecrets missing =
        RunbookSecrets.missing(task.collection(), runbook, environment, passed);
    if (trialKeys) {
      return missing;
    }
    if (!trial.isActive()) {
      return missing.andKey(choice, environment, passed);
    }
    RunbookSecrets.missingKey(choice, environment, passed)
        .ifPresent(
            key ->
                warnings.add(
                    "The collection has no "
                        + key
                        + ". Jetty may use its trial keys instead, as the trial is active."));
    return missing;
  }

  private String missingParameters() {
    return parameters.missing().isEmpty()
        ? ""
        : "\nThese parameters need a value as well:" + parameters.listed();
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

  private List<String> warnings(
      EnvironmentNames environment, ModelChoice choice, boolean trialKeys) {
    List<String> warnings = new ArrayList<>(choice.warnings());
    if (sandbox.model().isEmpty() && runbook.frontmatter().model().isPresent()) {
      warnings.add(
          "The model of the frontmatter is not for "
              + choice.agent()
              + ". The run uses "
              + choice.model()
              + ".");
    }
    if (!environment.isKnown()) {
      warnings.add(UNKNOWN_SECRETS);
    }
    if (trialKeys && choice.model().toLowerCase(Locale.ROOT).contains("opus")) {
      warnings.add("Trial keys do not cover Opus models.");
    }
    warnings.addAll(FindingLines.ofAll(runbook));
    return warnings;
  }
}
