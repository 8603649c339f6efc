package io.jettymcp.runs;

import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.KnownIssue;
import java.util.List;
import java.util.Optional;

/**
 * Reports why a run failed, or that it did not.
 *
 * @param id the run; empty if the task has none
 * @param logErrors the newest errors in the log of the deepest run
 * @param logTail the last lines of that log, where it has no errors
 */
record DebugReport(
    Optional<String> id,
    String status,
    DebugSummary summary,
    List<RunLogs.Event> logErrors,
    List<RunLogs.Event> logTail,
    List<String> notes,
    String url) {
  private static final View<Stop> STOP =
      View.of(Stop.class)
          .text("task", stop -> stop.ref().task())
          .text("trajectory_id", stop -> stop.ref().id())
          .text("step", Stop::step)
          .text("activity", Stop::activity)
          .unlessEmpty()
          .text("error", Stop::error)
          .max(1_500)
          .text("url", stop -> stop.ref().url());

  private static final View<RunLogs.Event> LOGGED = RunLogs.Event.VIEW.max(600);

  private static final View<KnownIssue> KNOWN_ISSUE =
      View.of(KnownIssue.class)
          .text("activity", KnownIssue::activity)
          .text("wrong", KnownIssue::wrong)
          .text("right", KnownIssue::right)
          .text("why", KnownIssue::why);

  private static final View<DebugSummary> SUMMARY =
      View.of(DebugSummary.class)
          .text("finding", DebugSummary::finding)
          .describedAs("Summary")
          .required()
          .nested("root_cause", STOP, DebugSummary::rootCause)
          .describedAs("The deepest failure")
          .text("fix", summary -> summary.diagnosis().fix())
          .nested("known_issue", KNOWN_ISSUE, summary -> summary.diagnosis().knownIssue())
          .describedAs("The pitfall it matches")
          .list("lint", WorkflowCheck.FINDING, summary -> summary.diagnosis().review().findings())
          .unlessEmpty()
          .describedAs("All that is wrong with the task there, the worst first")
          .list("failed_steps", STOP, DebugSummary::failedSteps)
          .unlessEmpty()
          .describedAs("From the run down to the root cause");

  static final View<DebugReport> VIEW =
      View.of(DebugReport.class)
          .text("trajectory_id", DebugReport::id)
          .text("status", DebugReport::status)
          .required()
          .include(SUMMARY, DebugReport::summary)
          .list("log_errors", LOGGED, DebugReport::logErrors)
          .unlessEmpty()
          .describedAs("Newest first")
          .list("log_tail", LOGGED, DebugReport::logTail)
          .unlessEmpty()
          .describedAs("The last lines, where it has no errors")
          .texts("notes", DebugReport::notes)
          .unlessEmpty()
          .text("url", DebugReport::url);

  /** Reports that there is nothing to debug. */
  static DebugReport nothing(Optional<String> id, String status, String finding, String url) {
    DebugSummary summary =
        new DebugSummary(finding, Optional.empty(), RunDiagnosis.NONE, List.of());
    return new DebugReport(id, status, summary, List.of(), List.of(), List.of(), url);
  }
}
