package io.jettymcp.tools;

import io.jettymcp.runs.OutputTable;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.runs.batch.RunBatch;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.ui.UiView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Tools that start runs of a task and wait for them. Jetty's API calls a run a trajectory. */
public final class RunTools {
  public static final Tool RUN_TASK =
      Tool.named(RunSignatures.RUN_TASK, "Run a task")
          .in(Toolset.RUNS)
          .about(
              "Starts a run of a task and returns its ids at once, for long runs; then"
                  + " wait-for-run. For outputs in one call use run-task-sync.")
          .effect(Effect.START)
          .shownIn(UiView.RUN)
          .gives(() -> StartedRun.VIEW)
          .runs(call -> RunStart.start(call).map(StartedRun::result));

  public static final Tool RUN_TASK_SYNC =
      Tool.named(RunSignatures.RUN_TASK_SYNC, "Run a task and wait")
          .in(Toolset.RUNS)
          .about(
              "Runs a task and waits for its outputs, for tests and short runs. A longer run"
                  + " returns a handle: pass it to wait-for-run, never start it again.")
          .effect(Effect.START)
          .shownIn(UiView.RUN)
          .gives(() -> RunWait.Outcome.VIEW)
          .background(BackgroundTools.ofStart())
          .runs(RunTools::runAndWait);

  public static final Tool WAIT_FOR_RUN =
      Tool.named(RunSignatures.WAIT_FOR_RUN, "Wait for a run")
          .in(Toolset.RUNS)
          .about("Waits until a run is finished and returns its outputs, or says how far it is.")
          .effect(Effect.READ)
          .shownIn(UiView.RUN)
          .gives(() -> RunWait.Outcome.VIEW)
          .background(BackgroundTools.ofWait())
          .runs(call -> new RunWait(call, RunRef.of(call.in())).await(RunWait.Outcome.VIEW));

  public static final Tool RUN_BATCH =
      Tool.named(RunSignatures.RUN_BATCH, "Run a task many times")
          .in(Toolset.RUNS)
          .about(
              "Runs a task once per set of inputs, a few at a time: use it instead of many run-task"
                  + " calls.")
          .effect(Effect.START)
          .shownIn(UiView.COMPARISON)
          .gives(RunBatch::view)
          .background(BackgroundTools.ofBatch())
          .runs(RunBatch::run);

  public static final Tool GET_OUTPUTS =
      Tool.named(RunSignatures.GET_OUTPUTS, "Compare outputs of runs")
          .in(Toolset.RUNS)
          .about("Shows values of many runs of a task as a table.")
          .effect(Effect.READ)
          .shownIn(UiView.COMPARISON)
          .gives(OutputTable::view)
          .runs(OutputTable::show);

  static final List<Tool> ALL =
      List.of(RUN_TASK, RUN_TASK_SYNC, WAIT_FOR_RUN, RUN_BATCH, GET_OUTPUTS);

  private RunTools() {}

  private static Mono<Result> runAndWait(Call call) {
    Instant begun = call.clock().instant();
    return RunStart.start(call)
        .flatMap(
            run ->
                run.ref()
                    .map(
                        ref ->
                            new RunWait(call, ref, Optional.of(run), begun)
                                .await(RunWait.Outcome.VIEW))
                    .orElseGet(() -> Mono.just(run.result(StartedRun.UNFINISHED))));
  }
}
