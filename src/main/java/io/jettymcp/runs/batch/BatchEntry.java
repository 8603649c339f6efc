package io.jettymcp.runs.batch;

import io.jettymcp.json.Json;
import io.jettymcp.json.JsonSize;
import io.jettymcp.runs.OutputValues;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.SilentFailure;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.workflow.PathExpression;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of one run of a batch.
 *
 * @param status as results show it
 * @param error why it failed or was not started
 * @param unsuccessful whether it completed without doing its work
 * @param made its outputs; empty until it is finished and was read
 */
record BatchEntry(
    Progress progress,
    Optional<String> trajectoryId,
    String status,
    Optional<String> error,
    boolean unsuccessful,
    Made made) {
  /**
   * The outputs of a finished run.
   *
   * @param values those that the caller asked for
   * @param look all outputs to show the beginning of, where the caller asked for none
   */
  record Made(OutputValues values, Optional<JsonNode> look) {
    static final Made NOTHING = new Made(OutputValues.NONE, Optional.empty());

    /** In bytes; of larger outputs the size alone is shown. */
    private static final int MAX_LOOK = 20_000;

    static Made of(Run run, List<PathExpression> paths) {
      if (!paths.isEmpty()) {
        return new Made(OutputValues.of(run, paths), Optional.empty());
      }
      ObjectNode outputs = run.outputs();
      int bytes = JsonSize.of(outputs, OutputValues.MAX_COUNTED);
      JsonNode look = bytes > MAX_LOOK ? Json.node(bytes + " bytes") : outputs;
      return new Made(OutputValues.NONE, outputs.isEmpty() ? Optional.empty() : Optional.of(look));
    }
  }

  enum Progress {
    /** Nothing was sent, or Jetty accepted nothing; it can be started later. */
    NOT_STARTED,
    /** Jetty refuses it as it is. */
    REFUSED,
    /** It was sent, and Jetty did not say whether it started. */
    UNKNOWN,
    /** It was started and not seen to end. */
    UNDER_WAY,
    FINISHED
  }

  private BatchEntry(
      Progress progress, Optional<String> trajectoryId, String status, Optional<String> error) {
    this(progress, trajectoryId, status, error, false, Made.NOTHING);
  }

  static BatchEntry waiting() {
    return new BatchEntry(Progress.NOT_STARTED, Optional.empty(), "not_started", Optional.empty());
  }

  static BatchEntry postponed(String why) {
    return new BatchEntry(Progress.NOT_STARTED, Optional.empty(), "not_started", Optional.of(why));
  }

  static BatchEntry refused(String why) {
    return new BatchEntry(Progress.REFUSED, Optional.empty(), "refused", Optional.of(why));
  }

  static BatchEntry unknown(String why) {
    return new BatchEntry(Progress.UNKNOWN, Optional.empty(), "unknown", Optional.of(why));
  }

  /** A run of which Jetty knows nothing, or nothing yet. */
  static BatchEntry unlisted(String id) {
    return new BatchEntry(
        Progress.UNKNOWN, Optional.of(id), "unknown", Optional.of("Jetty has no such run."));
  }

  static BatchEntry started(String id, String status) {
    return new BatchEntry(
        Progress.UNDER_WAY, Optional.of(id), StatusWords.counted(status), Optional.empty());
  }

  /** A run of an earlier call: its id, or the state in which no id was known. */
  static BatchEntry resumed(String run) {
    return switch (run) {
      case "refused" -> refused("Jetty refused it in an earlier call.");
      case "unknown" -> unknown("Its start in an earlier call was not answered.");
      default -> started(run, "pending");
    };
  }

  /** The same in words that {@link #resumed} reads; empty if it can be started. */
  Optional<String> resumable() {
    return is(Progress.NOT_STARTED) ? Optional.empty() : trajectoryId.or(() -> Optional.of(status));
  }

  /**
   * Returns the same run as it was read.
   *
   * @param canQuote whether its error can be shown
   */
  BatchEntry seen(Run run, boolean canQuote) {
    Progress now = run.finished() ? Progress.FINISHED : Progress.UNDER_WAY;
    Optional<String> silent = SilentFailure.in(run).map(SilentFailure::why);
    Optional<String> said = run.finished() && canQuote ? run.error() : Optional.empty();
    return new BatchEntry(
        now,
        trajectoryId,
        StatusWords.counted(run.status()),
        said.or(() -> silent),
        silent.isPresent(),
        made);
  }

  /** Returns the same run as out of reach. */
  BatchEntry lost() {
    return new BatchEntry(
        progress,
        trajectoryId,
        status,
        Optional.of("Could not ask Jetty how far it is. It may still be running."),
        unsuccessful,
        made);
  }

  /** Returns the same run with its outputs. */
  BatchEntry with(Made outputs) {
    return new BatchEntry(progress, trajectoryId, status, error, unsuccessful, outputs);
  }

  boolean is(Progress what) {
    return progress == what;
  }

  boolean failed() {
    return is(Progress.REFUSED)
        || unsuccessful
        || (is(Progress.FINISHED) && StatusWords.FAILED.contains(status));
  }
}
