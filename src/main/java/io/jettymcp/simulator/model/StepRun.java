package io.jettymcp.simulator.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a run, from its start to its end, which may lie in the future.
 *
 * @param error why it failed; null if it did not
 */
public record StepRun(
    String name,
    JsonNode config,
    ObjectNode inputs,
    ObjectNode outputs,
    @Nullable String error,
    List<RunPhase> phases,
    Instant startedAt,
    Instant endedAt) {

  public StepRun {
    phases = List.copyOf(phases);
  }

  public String activity() {
    return config.path("activity").asString("");
  }

  /** Adds the data of the step to what path expressions can see. */
  public void addTo(ObjectNode scope) {
    ObjectNode data = scope.putObject(name);
    data.set("inputs", inputs);
    data.set("outputs", outputs);
  }
}
