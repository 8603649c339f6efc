package io.jettymcp.runbooks;

import io.jettymcp.tool.View;
import io.jettymcp.workflow.Difference;
import io.jettymcp.workflow.StoredTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Shows where a stored workflow and a new one differ. Shows the values of known settings only,
 * because any other value can be a secret whose name would no longer be beside it.
 */
final class ShownDifference {
  static final View<Difference> VIEW =
      View.of(Difference.class)
          .text("path", Difference::path)
          .text("from", difference -> shown(difference.path(), difference.from()))
          .max(200)
          .text("to", difference -> shown(difference.path(), difference.to()))
          .max(200);

  private static final Set<String> SETTINGS =
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

  private ShownDifference() {}

  static List<Difference> between(JsonNode stored, JsonNode next) {
    return new StoredTree(stored, stored).differences(new StoredTree(next, next));
  }

  /** Returns the value, unless there is none or it is not shown. */
  private static Optional<String> shown(String path, JsonNode value) {
    // A name that has to be quoted ends in a bracket and is no setting.
    String name = path.substring(path.lastIndexOf('.') + 1);
    boolean setting = SETTINGS.contains(name) || name.endsWith("_path");
    return Optional.of(value).filter(v -> setting && v.isValueNode()).map(JsonNode::asString);
  }
}
