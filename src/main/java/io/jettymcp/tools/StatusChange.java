package io.jettymcp.tools;

import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;

/**
 * The change of one run's status.
 *
 * @param from the status before, if it was read
 * @param error why it was not updated
 */
record StatusChange(
    String id, Optional<String> from, String to, boolean updated, Optional<String> error) {
  static final View<StatusChange> VIEW =
      View.of(StatusChange.class)
          .text("trajectory_id", StatusChange::id)
          .text("from", StatusChange::from)
          .text("to", StatusChange::to)
          .bool("updated", StatusChange::updated)
          .text("error", StatusChange::error)
          .max(300);

  static StatusChange planned(String id, String to) {
    return new StatusChange(id, Optional.empty(), to, false, Optional.empty());
  }

  /**
   * Adds the status that the run has.
   *
   * @param allowed the statuses from which it can be changed; empty for all
   */
  StatusChange from(String status, List<String> allowed) {
    boolean wrong = !allowed.isEmpty() && !allowed.contains(StatusWords.counted(status));
    return new StatusChange(
        id,
        Optional.of(status),
        to,
        false,
        wrong ? Optional.of("Its status is " + status + ".") : Optional.empty());
  }

  StatusChange done() {
    return new StatusChange(id, from, to, true, Optional.empty());
  }

  StatusChange refused(String why) {
    return new StatusChange(id, from, to, false, Optional.of(why));
  }

  /** Returns whether it is still to be made. */
  boolean isOpen() {
    return !updated && error.isEmpty();
  }
}
