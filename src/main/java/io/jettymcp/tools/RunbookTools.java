package io.jettymcp.tools;

import static io.jettymcp.runbooks.RunbookSignatures.MODE;
import static io.jettymcp.runbooks.RunbookSource.RUNBOOK;
import static io.jettymcp.runbooks.RunbookSource.RUNBOOK_PATH;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.RunbookCheck;
import io.jettymcp.runbooks.RunbookDeploy;
import io.jettymcp.runbooks.RunbookFiles;
import io.jettymcp.runbooks.RunbookLaunch;
import io.jettymcp.runbooks.RunbookPlan;
import io.jettymcp.runbooks.RunbookPreflight;
import io.jettymcp.runbooks.RunbookSandbox;
import io.jettymcp.runbooks.RunbookSignatures;
import io.jettymcp.runbooks.RunbookSource;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.RunWait;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.ui.UiView;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Runbooks: documents that instruct a coding agent, which follows them here or at Jetty. */
public final class RunbookTools {
  public static final Tool VALIDATE_RUNBOOK =
      Tool.named("validate-runbook", "Validate a runbook")
          .in(Toolset.RUNBOOKS)
          .about(
              "Checks a RUNBOOK.md: errors and warnings with their lines, parameters, secrets,"
                  + " steps. Use it before running or storing one.")
          .effect(Effect.READ)
          .takes(RUNBOOK, RUNBOOK_PATH)
          .gives(() -> RunbookCheck.VIEW)
          .runs(
              call ->
                  Mono.just(
                      Result.of(RunbookCheck.VIEW, Runbook.read(RunbookSource.of(call).text()))));

  public static final Tool RUN_RUNBOOK =
      Tool.named(RunbookSignatures.RUN_RUNBOOK, "Run a runbook")
          .in(Toolset.RUNBOOKS)
          .about(
              "Runs a RUNBOOK.md. mode local (default) starts nothing: it returns the plan for you"
                  + " to follow. mode remote has an agent at Jetty do it (costs money), and waits"
                  + " for its results; a longer run returns a handle for wait-for-run.")
          .effect(Effect.START)
          .needsCollection(in -> in.get(MODE).equals(RunbookLaunch.MODE))
          .shownIn(UiView.RUN)
          .gives(RunbookTools::result)
          .background(BackgroundTools.ofRunbook(RunbookTools::result))
          .runs(RunbookTools::run);

  public static final Tool DEPLOY_RUNBOOK =
      Tool.named(RunbookSignatures.DEPLOY_RUNBOOK, "Deploy a runbook")
          .in(Toolset.RUNBOOKS)
          .about(
              "Stores the settings of a RUNBOOK.md as a task, or replaces the task's workflow, so"
                  + " that Jetty runs its checks. Run it with run-runbook.")
          .effect(Effect.OVERWRITE)
          .gives(RunbookDeploy::view)
          .runs(call -> new RunbookDeploy(call, RunbookSource.of(call)).store());

  static final List<Tool> ALL = List.of(VALIDATE_RUNBOOK, RUN_RUNBOOK, DEPLOY_RUNBOOK);

  private RunbookTools() {}

  /** A plan or a run; what a run always has may be missing from a plan. */
  private static View<JsonNode> result() {
    return View.of(JsonNode.class)
        .text("mode")
        .required()
        .orElse(RunWait.Outcome.VIEW)
        .orElse(RunbookPlan.view());
  }

  private static Mono<Result> run(Call call) {
    RunbookSource source = RunbookSource.of(call);
    return call.in().get(MODE).equals(RunbookPlan.MODE)
        ? new RunbookPlan(call, source).make()
        : launch(call, source);
  }

  private static Mono<Result> launch(Call call, RunbookSource source) {
    Args in = call.in();
    String task =
        in.find(RunbookSandbox.RECORDING_TASK)
            .orElseThrow(
                () ->
                    new BadArguments(
                        "task",
                        "\"task\" is missing: mode remote needs the name of the task that the run"
                            + " belongs to; it need not exist."));
    RunbookPreflight preflight =
        new RunbookPreflight(call, source, new TaskRef(in.get(COLLECTION), task));
    RunbookFiles files =
        RunbookFiles.of(call, in.get(COLLECTION), in.find(RunbookFiles.FILES).orElse(List.of()));
    return preflight
        .check()
        .flatMap(ready -> files.uploaded(call).map(at -> new RunbookLaunch(call, ready, at)))
        .flatMap(RunbookLaunch::run);
  }
}
