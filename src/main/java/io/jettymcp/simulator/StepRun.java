package io.jettymcp.simulator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a run, from its beginning to its end, which may lie ahead.
 *
 * @param error why it failed; null if it did not
 * @param phases what it goes through on the way
 */
record StepRun(
    String name,
    JsonNode config,
    ObjectNode inputs,
    ObjectNode outputs,
    @Nullable String error,
    List<RunPhase> phases,
    Instant began,
    Instant ended) {

  StepRun {
    phases = List.copyOf(phases);
  }

  String activity() {
    return config.path("activity").asString("");
  }
}
