package io.jettymcp.runbooks;

import static io.jettymcp.runs.RunSignatures.RUN_TASK;
import static io.jettymcp.runs.RunStart.INIT_PARAMS;

import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Parameter;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.runs.Trial;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores a runbook as a task with a runbook step, which run-task and routines can start. */
public final class RunbookDeploy {
  public static final Param<String> DESCRIPTION = Param.text("description", "Of the task");

  private static final String NOTE =
      "A run that passes init_params.vars must pass every parameter; defaults no longer apply.";

  /** A stored runbook. */
  record Stored(
      TaskSummary summary,
      boolean updated,
      ModelChoice choice,
      RunbookParameters defaults,
      RunbookSecrets missing,
      List<String> warnings) {}

  public static final View<Stored> VIEW =
      View.of(Stored.class)
          .include(TaskSummary.VIEW, Stored::summary)
          .text("action", stored -> stored.updated() ? "updated" : "created")
          .describedAs("created or updated")
          .required()
          .text("agent", stored -> stored.choice().agent())
          .text("model", stored -> stored.choice().model())
          .text("model_provider", stored -> stored.choice().provider())
          .map("parameters", new Shape.Text(1_000), stored -> stored.defaults().values())
          .describedAs("With their defaults")
          .list(
              "missing_parameters",
              RunbookParameters.MISSING,
              stored -> stored.defaults().missing())
          .unlessEmpty()
          .describedAs("Each run must pass these")
          .list("missing_secrets", RunbookSecrets.VIEW, stored -> stored.missing().needed())
          .required()
          .texts("warnings", Stored::warnings)
          .unlessEmpty()
          .text("note", stored -> NOTE);

  /** The only step, named as in Jetty's own runbook tasks. */
  private static final String STEP = "run";

  private static final String INPUT = "init_params.";

  private static final int DESCRIPTION_LENGTH = 300;

  private final Call call;
  private final Runbook runbook;
  private final TaskRef task;
  private final RunbookSandbox sandbox;
  private final RunbookParameters defaults;

  public RunbookDeploy(Call call, RunbookSource text) {
    this.call = call;
    this.runbook = RunbookPreflight.readable(text);
    RunbookPreflight.refuse(
        text, runbook.findings().stream().filter(RunbookFinding::error).toList());
    this.task = TaskRef.of(call.in());
    this.sandbox = RunbookSandbox.of(runbook.frontmatter());
    this.defaults = RunbookParameters.defaults(runbook, RunbookPreflight.RESULTS_DIR);
  }

  public Mono<Result> store() {
    return Mono.zip(
            RunbookTask.read(call, task),
            EnvironmentNames.read(call, task.collection()),
            Trial.read(call, task.collection()))
        .flatMap(seen -> store(seen.getT1(), seen.getT2(), seen.getT3().isActive()));
  }

  private Mono<Result> store(RunbookTask existing, EnvironmentNames environment, boolean trial) {
    ModelChoice choice = sandbox.choice(environment, false);
    ObjectNode workflow = workflow(choice);
    WorkflowCheck.beforeStoring(workflow, false);
    boolean update = existing.exists();
    ObjectNode body = Json.object();
    if (!update) {
      body.put("name", task.task());
    }
    description(update).ifPresent(text -> body.put("description", text));
    body.set("workflow", workflow);
    body.put("has_file_uploads", true).put("is_chat_flow", true);
    Request request =
        update
            ? Request.put("/api/v1/tasks/{}/{}", task.collection(), task.task())
            : Request.post("/api/v1/tasks/{}", task.collection());
    RunbookSecrets missing = RunbookSecrets.missing(task.collection(), runbook, environment);
    RunbookSecrets all = trial ? missing : missing.andKey(choice, environment);
    return call.send(request.json(body))
        .map(reply -> stored(reply.body(), existing, choice, all, environment));
  }

  /** Returns the description; the default on creation is the objective. */
  private Optional<String> description(boolean update) {
    return call.in()
        .find(DESCRIPTION)
        .or(
            () ->
                Optional.of(runbook.objective())
                    .filter(text -> !update && !text.isEmpty())
                    .map(text -> Truncate.withCount(text, DESCRIPTION_LENGTH)));
  }

  private ObjectNode workflow(ModelChoice choice) {
    ObjectNode workflow = Json.object();
    ObjectNode inputs = workflow.putObject("init_params");
    inputs.put("instruction", runbook.text());
    inputs.put("agent", choice.agent()).put("model", choice.model());
    inputs.put("model_provider", choice.provider());
    inputs.set("vars", defaults.toJson());
    inputs.putArray("file_paths");
    ObjectNode step = workflow.putObject("step_configs").putObject(STEP);
    step.put("activity", "runbook").put("instruction_path", INPUT + "instruction");
    step.put("agent_path", INPUT + "agent").put("model_path", INPUT + "model");
    step.put("model_provider_path", INPUT + "model_provider");
    step.put("template_variables_path", INPUT + "vars");
    step.put("files_path", INPUT + "file_paths");
    sandbox.addTo(step);
    if (runbook.version() == 2) {
      inputs.put("runbook_evals_version", 2);
      checks(runbook.frontmatter(), step);
    }
    workflow.putArray("steps").add(STEP);
    return workflow;
  }

  private static void checks(Frontmatter frontmatter, ObjectNode step) {
    if (frontmatter.strictEvaluation()) {
      step.put("strict_evaluation", true);
    }
    if (!frontmatter.codeChecks().isEmpty()) {
      step.set("code_checks", RunbookSandbox.json(frontmatter.codeChecks()));
    }
  }

  private Result stored(
      JsonNode reply,
      RunbookTask existing,
      ModelChoice choice,
      RunbookSecrets missing,
      EnvironmentNames environment) {
    TaskSummary summary = new TaskSummary(task.collection(), task.task(), reply);
    TaskRef stored = new TaskRef(task.collection(), summary.name());
    Result result =
        Result.of(
            VIEW,
            new Stored(
                summary,
                existing.exists(),
                choice,
                defaults,
                missing,
                warnings(existing, choice, missing, environment)));
    for (Next call : missing.calls()) {
      result = result.suggest(call);
    }
    return result.suggest(RUN_TASK.with(stored).with(INIT_PARAMS, inputs()).because("run it"));
  }

  private List<String> warnings(
      RunbookTask existing,
      ModelChoice choice,
      RunbookSecrets missing,
      EnvironmentNames environment) {
    List<String> warnings = new ArrayList<>(choice.warnings());
    if (existing.exists() && !existing.runsRunbook()) {
      warnings.add("The task did not hold a runbook; its workflow was replaced.");
    }
    if (!environment.isKnown()) {
      warnings.add(RunbookPreflight.UNKNOWN_SECRETS);
    } else if (!missing.isEmpty()) {
      warnings.add(
          "Runs will fail until these are set at " + missing.page() + ": " + missing.names() + ".");
    }
    warnings.addAll(RunbookPreflight.findings(runbook));
    return warnings;
  }

  private ObjectNode inputs() {
    ObjectNode vars = defaults.toJson();
    for (Parameter parameter : defaults.missing()) {
      vars.put(parameter.name(), "<" + parameter.name() + ">");
    }
    ObjectNode inputs = Json.object();
    inputs.set("vars", vars);
    return inputs;
  }
}
