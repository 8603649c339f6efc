package io.jettymcp.runs;

import java.util.Optional;

/**
 * The state of one run of a batch.
 *
 * @param status as results show it
 * @param error why it failed or was not started
 * @param unsuccessful whether it completed without doing its work
 */
record BatchEntry(
    Progress progress,
    Optional<String> trajectoryId,
    String status,
    Optional<String> error,
    boolean unsuccessful) {
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
    this(progress, trajectoryId, status, error, false);
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

  static BatchEntry started(String id, String status) {
    return new BatchEntry(Progress.UNDER_WAY, Optional.of(id), Run.known(status), Optional.empty());
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
        now, trajectoryId, Run.known(run.status()), said.or(() -> silent), silent.isPresent());
  }

  /** Returns the same run as out of reach. */
  BatchEntry lost() {
    return new BatchEntry(
        progress,
        trajectoryId,
        status,
        Optional.of("Could not ask Jetty how far it is. It may still be running."));
  }

  boolean is(Progress what) {
    return progress == what;
  }

  boolean failed() {
    return is(Progress.REFUSED)
        || unsuccessful
        || (is(Progress.FINISHED) && Run.FAILED.contains(status));
  }
}
