package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.RunbookSignatures.RUN_RUNBOOK;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Parameter;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.runs.Trial;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Stores the settings of a runbook as a task with a runbook step, which run-runbook can start. */
public final class RunbookDeploy {
  public static final Param<String> DESCRIPTION = Param.text("description", "Of the task");
  static final Param<Boolean> STRICT = Param.bool("strict", "Refuse on warnings");
  static final Param<Boolean> STORE_ANYWAY =
      Param.bool("store_anyway", "When a refusal suggests it");

  private static final int MAX_CHANGED = 40;

  private static final String NOTE =
      "The task holds the settings of the runbook, not its text: each run-runbook call passes the"
          + " text. Store it again whenever the frontmatter changes.";

  /**
   * A stored runbook.
   *
   * @param changes what differs from the task as it was; empty if it is new
   */
  record Stored(
      TaskSummary summary,
      Optional<List<Difference>> changes,
      ModelChoice choice,
      RunbookParameters defaults,
      RunbookSecrets missing,
      List<String> leftOut,
      List<String> warnings) {
    static final View<Stored> VIEW =
        View.of(Stored.class)
            .include(TaskSummary.VIEW, Stored::summary)
            .text("action", stored -> stored.changes().isPresent() ? "updated" : "created")
            .describedAs("created or updated")
            .required()
            .optionalList(
                "changed",
                ShownDifference.VIEW,
                stored -> stored.changes().map(all -> all.stream().limit(MAX_CHANGED).toList()))
            .describedAs("Of the stored workflow")
            .integer(
                "changed_total",
                stored -> stored.changes().map(List::size).filter(total -> total > MAX_CHANGED))
            .texts("left_out", Stored::leftOut)
            .unlessEmpty()
            .describedAs("Not stored: they look like credentials")
            .text("agent", stored -> stored.choice().agent())
            .text("model", stored -> stored.choice().model())
            .text("model_provider", stored -> stored.choice().provider())
            .map("parameters", new Shape.Text(1_000), stored -> stored.defaults().values())
            .describedAs("With their defaults")
            .list(
                "missing_parameters",
                RunbookParameters.missingView(),
                stored -> stored.defaults().missing())
            .unlessEmpty()
            .describedAs("Each run must pass these")
            .list("missing_secrets", RunbookSecrets.VIEW, stored -> stored.missing().needed())
            .required()
            .texts("warnings", Stored::warnings)
            .unlessEmpty()
            .text("note", stored -> NOTE);
  }

  private static final int DESCRIPTION_LENGTH = 300;

  private final Call call;
  private final RunbookSource source;
  private final Runbook runbook;
  private final TaskRef task;
  private final RunbookSandbox sandbox;
  private final RunbookParameters defaults;

  public RunbookDeploy(Call call, RunbookSource source) {
    this.call = call;
    this.source = source;
    this.runbook = RunbookRefusal.readable(source);
    if (call.in().find(STRICT).orElse(false)) {
      RunbookRefusal.refuse(source, "\"strict\" allows no findings", runbook.findings());
    }
    this.task = TaskRef.of(call.in());
    this.sandbox = RunbookSandbox.of(runbook.frontmatter());
    this.defaults = RunbookParameters.defaults(runbook, RunbookPreflight.RESULTS_DIR);
  }

  public static View<?> view() {
    return Stored.VIEW;
  }

  /** Stores it, unless required secrets are missing or it would replace another workflow. */
  public Mono<Result> store() {
    return Mono.zip(
            RunbookTask.read(call, task),
            EnvironmentNames.read(call, task.collection()),
            Trial.read(call, task.collection()))
        .flatMap(seen -> checked(seen.getT1(), seen.getT2(), seen.getT3().isActive()));
  }

  private Mono<Result> checked(RunbookTask existing, EnvironmentNames environment, boolean trial) {
    boolean anyway = call.in().find(STORE_ANYWAY).orElse(false);
    if (existing.runsAnotherWorkflow() && !anyway) {
      throw new BadArguments(
          CommonParams.TASK.name(),
          "The task \""
              + task.task()
              + "\" exists and has no step with the activity runbook. Nothing was stored, because the"
              + " runbook would replace its steps and inputs. Name another task (it need not exist), or"
              + " pass store_anyway to replace them.");
    }
    RunbookSecrets missing =
        RunbookSecrets.missing(task.collection(), runbook, environment, Set.of());
    if (!missing.isEmpty() && !anyway) {
      return missing.refuse(
          call, "Nothing was stored", "\nOr pass store_anyway to store the task without them.");
    }
    ModelChoice choice = sandbox.choice(environment.names(), false);
    RunbookSecrets all = trial ? missing : missing.andKey(choice, environment, Set.of());
    return store(existing, choice, all, environment);
  }

  private Mono<Result> store(
      RunbookTask existing,
      ModelChoice choice,
      RunbookSecrets missing,
      EnvironmentNames environment) {
    RunbookWorkflow built = RunbookWorkflow.of(runbook, sandbox, choice);
    ObjectNode workflow = built.json();
    return call.send(request(existing.exists(), workflow))
        .map(
            reply ->
                result(
                    new Stored(
                        new TaskSummary(task.collection(), task.task(), reply.body()),
                        Optional.of(existing)
                            .filter(RunbookTask::exists)
                            .map(old -> ShownDifference.between(old.workflow(), workflow)),
                        choice,
                        defaults,
                        missing,
                        built.leftOut(),
                        warnings(existing, choice, missing, environment))));
  }

  private Request request(boolean update, ObjectNode workflow) {
    ObjectNode body = Json.object();
    if (!update) {
      body.put("name", task.task()).put("is_private", true).put("entity_type", "task");
    }
    description(update).ifPresent(text -> body.put("description", text));
    body.set("workflow", workflow);
    body.put("has_file_uploads", true).put("is_chat_flow", true);
    Request request =
        update
            ? Request.put("/api/v1/tasks/{}/{}", task.collection(), task.task())
            : Request.post("/api/v1/tasks/{}", task.collection());
    return request.json(body);
  }

  /** Returns the description; the default on creation is the objective. */
  private Optional<String> description(boolean update) {
    Args in = call.in();
    return in.find(DESCRIPTION)
        .or(
            () ->
                Optional.of(runbook.objective())
                    .filter(text -> !update && !text.isEmpty())
                    .map(text -> Truncate.withCount(text, DESCRIPTION_LENGTH)));
  }

  private Result result(Stored stored) {
    Result result = Result.of(Stored.VIEW, stored);
    for (Next set : stored.missing().calls()) {
      result = result.suggest(set);
    }
    TaskRef at = new TaskRef(task.collection(), stored.summary().name());
    Next run = source.in(RUN_RUNBOOK.with(at).with(RunbookSignatures.MODE, RunbookLaunch.MODE));
    String missing =
        defaults.missing().stream().map(Parameter::name).collect(Collectors.joining(", "));
    return result.suggest(
        run.because(missing.isEmpty() ? "run it" : "run it; add parameters: " + missing));
  }

  private List<String> warnings(
      RunbookTask existing,
      ModelChoice choice,
      RunbookSecrets missing,
      EnvironmentNames environment) {
    List<String> warnings = new ArrayList<>(choice.problems());
    if (existing.exists() && !existing.runsRunbook()) {
      warnings.add("The task did not hold a runbook; its workflow was replaced.");
    }
    if (!environment.isKnown()) {
      warnings.add(RunbookPreflight.UNKNOWN_SECRETS);
    } else if (!missing.isEmpty()) {
      warnings.add(
          "Runs will fail until these are set at " + missing.page() + ": " + missing.names() + ".");
    }
    warnings.addAll(FindingLines.ofAll(runbook));
    return warnings;
  }
}
