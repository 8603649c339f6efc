package io.jettymcp.workflow;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Describes how to fix a finding.
 *
 * @param text what to write instead
 * @param changes the same as changes of the workflow; empty if it takes more than that
 */
record Fix(String text, List<Change> changes) {
  static Supplier<Optional<Fix>> none() {
    return Optional::empty;
  }

  static Fix of(String text, Change... changes) {
    return new Fix(text, List.of(changes));
  }

  /** Moves the value of a parameter to another name. */
  static Fix rename(WorkflowStep step, String from, String to) {
    return of(
        to, Change.remove(step.path(from)), Change.set(step.path(to), step.config().path(from)));
  }

  static Fix set(String text, String path, JsonNode value) {
    return of(text, Change.set(path, value));
  }

  static Fix remove(String text, String path) {
    return of(text, Change.remove(path));
  }
}
