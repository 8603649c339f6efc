package io.jettymcp.tools;

import io.jettymcp.tool.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of several runs' statuses.
 *
 * @param note what the selection left out, or that nothing was changed
 */
record StatusChanges(List<StatusChange> results, Optional<String> note) {
  static final View<StatusChanges> VIEW =
      View.of(StatusChanges.class)
          .integer("updated_count", StatusChanges::updated)
          .required()
          .list("results", StatusChange.VIEW, StatusChanges::results)
          .required()
          .text("note", StatusChanges::note);

  private int updated() {
    return (int) results.stream().filter(StatusChange::updated).count();
  }

  /** Replaces the changes that were sent. */
  StatusChanges with(List<StatusChange> sent) {
    Map<String, StatusChange> byId = new LinkedHashMap<>();
    results.forEach(change -> byId.put(change.id(), change));
    sent.forEach(change -> byId.put(change.id(), change));
    return new StatusChanges(List.copyOf(byId.values()), note);
  }

  /** Says that nothing was changed. */
  StatusChanges dryRun(int open) {
    String said = "Nothing was changed; " + open + " runs would be updated.";
    return new StatusChanges(
        results, Optional.of(note.map(limit -> said + " " + limit).orElse(said)));
  }
}
