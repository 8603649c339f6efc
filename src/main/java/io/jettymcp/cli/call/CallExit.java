package io.jettymcp.cli.call;

import io.jettymcp.cli.Subcommand;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.Tool;
import java.util.Collection;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Maps the result of a call to the exit code, so that scripts need not read the result. */
final class CallExit {
  /** Counted by a batch beside the statuses of runs; unsuccessful runs did not do their work. */
  private static final Set<String> BAD_ENDS = Set.of("unsuccessful", "refused");

  private static final Set<String> ENDED_WELL = Set.of("completed", "archived");
  private static final Set<String> BAD_VERDICTS = Set.of("failed", "no_report");

  private CallExit() {}

  static int of(Tool tool, JsonNode result) {
    if (result.has("updated_count")) {
      return hasUpdatedNone(result) ? Subcommand.FAILED : Subcommand.OK;
    }
    // Only these tools wait for runs; others show runs that ended badly without fault of their own.
    if (tool.background().isEmpty()) {
      return Subcommand.OK;
    }
    return result.has("totals") ? ofBatch(result) : ofRun(result);
  }

  private static int ofRun(JsonNode result) {
    if (!result.has("finished")) {
      return Subcommand.OK; // no run was started: the plan of a runbook
    }
    if (!result.path("finished").booleanValue(false)) {
      return Subcommand.STILL_RUNNING;
    }
    boolean good =
        ENDED_WELL.contains(StatusWords.usual(result.path("status").asString("")))
            && !BAD_VERDICTS.contains(result.path("verdict").asString(""))
            && !suggestsDebugging(result);
    return good ? Subcommand.OK : Subcommand.RUN_FAILED;
  }

  /** Returns whether a completed run did not do its work, which the next call says. */
  private static boolean suggestsDebugging(JsonNode result) {
    return result.path("next").values().stream()
        .anyMatch(next -> next.path("tool").asString("").equals("debug-run"));
  }

  private static int ofBatch(JsonNode result) {
    Collection<String> statuses = result.path("totals").propertyNames();
    if (statuses.stream().anyMatch(CallExit::isUnderWay)) {
      return Subcommand.STILL_RUNNING;
    }
    if (statuses.stream().anyMatch(CallExit::isBadEnd)) {
      return Subcommand.RUN_FAILED;
    }
    return result.path("finished").booleanValue(false) ? Subcommand.OK : Subcommand.STILL_RUNNING;
  }

  private static boolean isUnderWay(String status) {
    return StatusWords.isKnown(status) && !StatusWords.isEnd(status);
  }

  private static boolean isBadEnd(String status) {
    return BAD_ENDS.contains(status)
        || (StatusWords.isEnd(status) && !ENDED_WELL.contains(StatusWords.usual(status)));
  }

  private static boolean hasUpdatedNone(JsonNode result) {
    return result.path("updated_count").intValue(0) == 0
        && result.path("results").values().stream().anyMatch(row -> row.has("error"));
  }
}
