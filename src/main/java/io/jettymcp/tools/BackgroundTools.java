package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.runbooks.RunbookLaunch;
import io.jettymcp.runbooks.RunbookSignatures;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.RunStop;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.batch.BatchFollow;
import io.jettymcp.runs.batch.RunBatch;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Background;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Declares the internal tools that follow and stop what long calls begin. Hosts do not see them;
 * calls of them are counted as calls of the tool whose name they have.
 */
final class BackgroundTools {
  private static final List<Param<?>> A_RUN = List.of(TASK, TRAJECTORY, RunWait.START, COLLECTION);

  private BackgroundTools() {}

  /** For tools that start a run. */
  static Background ofStart() {
    return new Background(followsRun(), Optional.of(stopsRun(A_RUN)));
  }

  /** For tools that wait for a run that others started, and so do not stop it. */
  static Background ofWait() {
    return new Background(followsRun(), Optional.empty());
  }

  /**
   * For tools that start a runbook.
   *
   * @param view that of the tool
   */
  static Background ofRunbook(Supplier<View<?>> view) {
    List<Param<?>> params = RunbookSignatures.FOLLOWED;
    return new Background(
        follows(view, params, RunbookLaunch::look), Optional.of(stopsRun(params)));
  }

  /** For tools that start several runs. */
  static Background ofBatch() {
    return new Background(
        follows(RunBatch::view, BatchFollow.PARAMS, BatchFollow::look),
        Optional.of(stops(BatchFollow.PARAMS, in -> in.get(BatchFollow.RUNS))));
  }

  private static Tool followsRun() {
    return follows(
        () -> RunWait.Outcome.VIEW,
        A_RUN,
        call -> RunWait.look(call, RunRef.of(call.in()), RunWait.Outcome.VIEW));
  }

  private static Tool stopsRun(List<Param<?>> params) {
    return stops(params, in -> List.of(RunRef.of(in).id()));
  }

  private static Tool follows(
      Supplier<View<?>> view, List<Param<?>> params, Function<Call, Mono<Result>> look) {
    return Tool.named(RunSignatures.WAIT_FOR_RUN.name(), "Follow runs")
        .in(Toolset.RUNS)
        .effect(Effect.READ)
        .takes(params)
        .gives(view)
        .runs(look);
  }

  /** Has the name of the tool that does the same; where that is disabled, nothing is stopped. */
  private static Tool stops(List<Param<?>> params, Function<Args, List<String>> runs) {
    return Tool.named(TrajectoryTools.UPDATE_TRAJECTORY_STATUS.name(), "Stop runs")
        .in(Toolset.RUNS)
        .effect(Effect.OVERWRITE)
        .takes(params)
        .gives(() -> RunStop.VIEW)
        .runs(call -> RunStop.stop(call, TaskRef.of(call.in()), runs.apply(call.in())));
  }
}
