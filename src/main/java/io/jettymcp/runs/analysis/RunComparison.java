package io.jettymcp.runs.analysis;

import io.jettymcp.runs.analysis.RunPatterns.RunPattern;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The comparison of runs of a task.
 *
 * @param all the runs, newest first
 * @param by the periods by which to count; empty for none
 * @param more how many runs of the same kind were not compared, if that is known
 * @param limits what was not read
 */
record RunComparison(
    TaskRef task,
    RunOutcomes all,
    Optional<String> by,
    Optional<Integer> more,
    List<String> limits) {
  private static final View<Statistics> DURATIONS =
      View.of(Statistics.class)
          .integer("runs", Statistics::count)
          .number("median", seconds -> Statistics.rounded(seconds.median()))
          .number("p90", seconds -> Statistics.rounded(seconds.quantile(0.9)))
          .number("max", seconds -> Statistics.rounded(seconds.highest()));

  static final View<RunComparison> VIEW =
      View.of(RunComparison.class)
          .integer("runs", comparison -> comparison.all().runs().size())
          .describedAs("Compared")
          .required()
          .integer("more_runs", RunComparison::more)
          .describedAs("Not compared")
          .map("statuses", new Shape.Plain("integer"), RunComparison::statuses)
          .unlessEmpty()
          .integer("succeeded", comparison -> comparison.all().succeeded())
          .number("success_rate", comparison -> comparison.all().successRate())
          .describedAs("Of completed and failed runs")
          .nested("duration_seconds", DURATIONS, RunComparison::durations)
          .describedAs("Of completed and failed runs")
          .list("periods", RunOutcomes.VIEW, RunComparison::periods)
          .unlessEmpty()
          .describedAs("In UTC, newest first")
          .list("failures", RepeatedFailure.VIEW, RunComparison::failures)
          .unlessEmpty()
          .describedAs("By step and cause")
          .list(
              "findings",
              RunPattern.VIEW,
              comparison -> new RunPatterns(comparison.all().counted()).find())
          .required()
          .describedAs("Other patterns")
          .list(
              "scores",
              ComparedValues.VIEW,
              comparison -> ComparedValues.scores(comparison.all().runs()))
          .unlessEmpty()
          .list(
              "labels",
              ComparedValues.VIEW,
              comparison -> ComparedValues.labels(comparison.all().runs()))
          .unlessEmpty()
          .texts("notes", RunComparison::notes)
          .unlessEmpty()
          .text("url", comparison -> comparison.task().url());

  private static final int MAX_FAILURES = 10;
  private static final int MAX_PERIODS = 100;

  private Map<String, Integer> statuses() {
    return ComparedValues.counts(
        all.runs().stream().map(run -> StatusWords.counted(run.run().status())).toList());
  }

  private Optional<Statistics> durations() {
    return Statistics.find(
        all.counted().stream().flatMap(run -> run.run().duration().stream().boxed()).toList());
  }

  private List<RunOutcomes> periods() {
    return allPeriods().stream().limit(MAX_PERIODS).toList();
  }

  private List<RunOutcomes> allPeriods() {
    return by.map(unit -> RunOutcomes.by(unit, all.runs())).orElse(List.of());
  }

  private List<RepeatedFailure> failures() {
    return allFailures().stream().limit(MAX_FAILURES).toList();
  }

  private List<RepeatedFailure> allFailures() {
    return RepeatedFailure.in(all.counted());
  }

  private static Optional<String> leftOut(int count, int max, String what) {
    return count > max ? Optional.of(count - max + what + " are left out.") : Optional.empty();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    List<RunFacts> counted = all.counted();
    if (!all.runs().isEmpty() && counted.size() < RunPatterns.MIN_RUNS) {
      notes.add(
          "Only "
              + counted.size()
              + " of the runs completed or failed: too few to distinguish patterns from chance.");
    }
    if (!counted.isEmpty() && counted.stream().noneMatch(RunFacts::hasOutputs)) {
      notes.add("Jetty's list held no outputs, so rounds and scores in outputs were not analyzed.");
    }
    leftOut(allPeriods().size(), MAX_PERIODS, " older periods").ifPresent(notes::add);
    leftOut(allFailures().size(), MAX_FAILURES, " more kinds of failures").ifPresent(notes::add);
    notes.addAll(limits);
    return notes;
  }
}
