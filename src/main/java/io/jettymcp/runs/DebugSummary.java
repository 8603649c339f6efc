package io.jettymcp.runs;

import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.tool.StatusWords;
import java.util.List;
import java.util.Optional;

/**
 * Sums up what went wrong in a finished run.
 *
 * @param finding a sentence
 * @param rootCause the deepest failure; empty if nothing failed
 * @param failedSteps from the run down to the root cause
 */
record DebugSummary(
    String finding, Optional<Stop> rootCause, RunDiagnosis diagnosis, List<Stop> failedSteps) {
  /**
   * Judges a run by the trail of failures that begins with it.
   *
   * @param top the run
   * @param trail empty if nothing failed
   * @param logged errors in the log of the run where the trail ends, newest first
   * @param review of the task of that run
   */
  static DebugSummary of(Stop top, List<Stop> trail, List<String> logged, TaskReview review) {
    if (!trail.isEmpty()) {
      Stop deepest = trail.get(trail.size() - 1);
      if (StatusWords.FAILED.contains(top.run().status())
          || deepest.step().isPresent()
          || trail.size() > 1) {
        return new DebugSummary(
            failure(top.run(), deepest, trail.size() - 1),
            Optional.of(deepest),
            RunDiagnosis.of(deepest, logged, review),
            trail);
      }
    }
    return SilentFailure.in(top.run())
        .map(silent -> silentFailure(top, silent, review))
        .orElseGet(() -> nothingFailed(top.run(), review));
  }

  private static String failure(Run run, Stop deepest, int levels) {
    String of = " of the task " + deepest.ref().task();
    String what =
        deepest
            .step()
            .map(
                step ->
                    deepest.run().stepStatus(step).equals("completed")
                        ? "A run that the step " + step + of + " started failed"
                        : "The step " + step + of + " failed")
            .orElse("A run" + of + " is " + deepest.run().status() + ", but no step of it failed");
    return what
        + (levels > 0
            ? ", " + levels + (levels > 1 ? " levels" : " level") + " below this run"
            : "")
        + (run.status().equals("completed") ? ", which completed anyway." : ".");
  }

  private static DebugSummary silentFailure(Stop top, SilentFailure silent, TaskReview review) {
    Stop at = new Stop(top.ref(), top.run(), silent.step());
    return new DebugSummary(
        silent.sentence(),
        Optional.of(at),
        new RunDiagnosis(Optional.empty(), review, Optional.of(silent.fix())),
        List.of());
  }

  private static DebugSummary nothingFailed(Run run, TaskReview review) {
    String lint =
        review.findings().isEmpty() ? "" : " See `lint` for possible problems in the workflow.";
    String finding =
        switch (run.status()) {
          case "cancelled" -> "The run was cancelled; no step of it failed.";
          case "archived" -> "The run is archived; no step of it failed.";
          default ->
              run.stepNames().isEmpty()
                  ? "The run is " + run.status() + " but has no steps, so it did nothing."
                  : "The run is " + run.status() + " and nothing in it failed." + lint;
        };
    return new DebugSummary(
        finding,
        Optional.empty(),
        new RunDiagnosis(Optional.empty(), review, Optional.empty()),
        List.of());
  }
}
