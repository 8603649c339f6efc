package io.jettymcp.simulator.model;

import io.jettymcp.workflow.cadence.Cadence;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of a routine that callers can change.
 *
 * @param initParams merged over the task's defaults
 * @param secretNames the names of its secret parameters, whose values are not stored
 */
public record RoutineSettings(
    Cadence cadence,
    ObjectNode initParams,
    Set<String> secretNames,
    boolean paused,
    @Nullable String webhookUrl) {

  public RoutineSettings {
    secretNames = Set.copyOf(secretNames);
  }

  public RoutineSettings withPaused(boolean wanted) {
    return new RoutineSettings(cadence, initParams, secretNames, wanted, webhookUrl);
  }
}
