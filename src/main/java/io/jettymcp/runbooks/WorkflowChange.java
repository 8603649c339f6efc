package io.jettymcp.runbooks;

import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Describes where a stored workflow and a new one differ. Shows the values of known settings only,
 * because any other value can be a secret whose name would no longer be beside it.
 *
 * @param from the old value; empty if there was none or it is not shown
 * @param to the new value, likewise
 */
record WorkflowChange(String path, Optional<String> from, Optional<String> to) {
  static final View<WorkflowChange> VIEW =
      View.of(WorkflowChange.class)
          .text("path", WorkflowChange::path)
          .text("from", WorkflowChange::from)
          .max(200)
          .text("to", WorkflowChange::to)
          .max(200);

  private static final Set<String> SHOWN =
      Set.of(
          "activity",
          "agent",
          "model",
          "model_provider",
          "snapshot",
          "image",
          "strict_evaluation",
          "runbook_evals_version",
          "cpus",
          "memory",
          "timeout_sec",
          "network_enabled");

  /** Lists the differences, the deepest path of each. */
  static List<WorkflowChange> between(JsonNode stored, JsonNode next) {
    List<WorkflowChange> changes = new ArrayList<>();
    compare("", "", stored, next, changes);
    return changes;
  }

  private static void compare(
      String path, String name, JsonNode stored, JsonNode next, List<WorkflowChange> changes) {
    if (stored.equals(next)) {
      return;
    }
    if (!stored.isObject() || !next.isObject()) {
      changes.add(new WorkflowChange(path, shown(name, stored), shown(name, next)));
      return;
    }
    Set<String> names = new LinkedHashSet<>(stored.propertyNames());
    names.addAll(next.propertyNames());
    for (String key : names) {
      compare(PathExpression.field(path, key), key, stored.path(key), next.path(key), changes);
    }
  }

  private static Optional<String> shown(String name, JsonNode value) {
    boolean setting = SHOWN.contains(name) || name.endsWith("_path");
    return Optional.of(value).filter(v -> setting && v.isValueNode()).map(JsonNode::asString);
  }
}
