package io.jettymcp.runs;

import io.jettymcp.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of one run of a batch.
 *
 * @param standing where it stands for us
 * @param status as it is shown
 * @param error why it failed or was not started, raw
 */
record BatchEntry(
    Standing standing, Optional<String> trajectoryId, String status, Optional<String> error) {
  /** Where a run of a batch stands. */
  enum Standing {
    /** Nothing was sent, or Jetty took nothing; it may be started later. */
    NOT_STARTED,
    /** Jetty does not take it as it is. */
    REFUSED,
    /** It was sent, and nobody knows what became of it. */
    UNKNOWN,
    /** It was started and not seen to end. */
    UNDER_WAY,
    FINISHED
  }

  static BatchEntry waiting() {
    return new BatchEntry(Standing.NOT_STARTED, Optional.empty(), "not_started", Optional.empty());
  }

  static BatchEntry postponed(String why) {
    return new BatchEntry(Standing.NOT_STARTED, Optional.empty(), "not_started", Optional.of(why));
  }

  static BatchEntry refused(String why) {
    return new BatchEntry(Standing.REFUSED, Optional.empty(), "refused", Optional.of(why));
  }

  static BatchEntry unknown(String why) {
    return new BatchEntry(Standing.UNKNOWN, Optional.empty(), "unknown", Optional.of(why));
  }

  static BatchEntry started(String id, String status) {
    return new BatchEntry(Standing.UNDER_WAY, Optional.of(id), Run.known(status), Optional.empty());
  }

  /**
   * The same run as it was seen.
   *
   * @param mayQuote whether what it says of its error may be shown
   */
  BatchEntry seen(Run run, boolean mayQuote) {
    Standing now = run.finished() ? Standing.FINISHED : Standing.UNDER_WAY;
    return new BatchEntry(
        now,
        trajectoryId,
        Run.known(run.status()),
        run.finished() && mayQuote ? run.error() : Optional.empty());
  }

  /** The same run, of which Jetty does not say more. */
  BatchEntry outOfSight() {
    return new BatchEntry(
        standing,
        trajectoryId,
        status,
        Optional.of("Jetty could not be asked how far it is. It may well go on."));
  }

  boolean is(Standing what) {
    return standing == what;
  }

  boolean failed() {
    return is(Standing.REFUSED) || (is(Standing.FINISHED) && Run.FAILED.contains(status));
  }

  ObjectNode row(int index) {
    ObjectNode row = Json.object().put("index", index);
    trajectoryId.ifPresent(id -> row.put("trajectory_id", id));
    row.put("status", status);
    error.ifPresent(text -> row.put("error", text));
    return row;
  }
}
