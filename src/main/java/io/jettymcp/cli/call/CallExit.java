package io.jettymcp.cli.call;

import io.jettymcp.cli.Subcommand;
import io.jettymcp.tool.Tool;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Maps the result of a call to the exit code, so that scripts need not read the result. */
final class CallExit {
  private static final Set<String> UNDER_WAY = Set.of("pending", "running");
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
    return result.has("totals") ? ofBatch(result.path("totals")) : ofRun(result);
  }

  private static int ofRun(JsonNode result) {
    if (!result.has("finished")) {
      return Subcommand.OK; // no run was started: the plan of a runbook
    }
    if (!result.path("finished").booleanValue(false)) {
      return Subcommand.STILL_RUNNING;
    }
    boolean good =
        ENDED_WELL.contains(result.path("status").asString(""))
            && !BAD_VERDICTS.contains(result.path("verdict").asString(""))
            && !suggestsDebugging(result);
    return good ? Subcommand.OK : Subcommand.RUN_FAILED;
  }

  /** Returns whether a completed run did not do its work, which the next call says. */
  private static boolean suggestsDebugging(JsonNode result) {
    return result.path("next").values().stream()
        .anyMatch(next -> next.path("tool").asString("").equals("debug-run"));
  }

  private static int ofBatch(JsonNode totals) {
    if (totals.propertyNames().stream().anyMatch(UNDER_WAY::contains)) {
      return Subcommand.STILL_RUNNING;
    }
    return ENDED_WELL.containsAll(totals.propertyNames()) ? Subcommand.OK : Subcommand.RUN_FAILED;
  }

  private static boolean hasUpdatedNone(JsonNode result) {
    return result.path("updated_count").intValue(0) == 0
        && result.path("results").values().stream().anyMatch(row -> row.has("error"));
  }
}
