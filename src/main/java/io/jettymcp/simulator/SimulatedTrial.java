package io.jettymcp.simulator;

import tools.jackson.databind.node.ObjectNode;

/** Ten runs on Jetty's own model keys. */
final class SimulatedTrial {
  private static final int LIMIT = 10;

  private boolean activated;
  private int used;

  void activate() {
    activated = true;
  }

  boolean wasActivated() {
    return activated;
  }

  /** Whether the trial pays for one more run. */
  boolean isActive() {
    return activated && used < LIMIT;
  }

  /** Pays for one run. */
  void pay() {
    used++;
  }

  /** An active trial that has paid for this many runs so far. */
  void reset(int runs) {
    activated = true;
    used = runs;
  }

  ObjectNode json() {
    return SimulatorJson.object().put("active", isActive()).setAll(figures());
  }

  ObjectNode figures() {
    return SimulatorJson.object()
        .put("runs_used", used)
        .put("runs_limit", LIMIT)
        .put("runs_remaining", LIMIT - used);
  }
}
