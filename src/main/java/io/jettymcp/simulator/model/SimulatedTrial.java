package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Counts the ten runs of a collection on Jetty's own model keys. */
public final class SimulatedTrial {
  private static final int LIMIT = 10;

  private boolean activated;
  private int used;

  public void activate() {
    activated = true;
  }

  public boolean wasActivated() {
    return activated;
  }

  /** Returns whether the trial pays for one more run. */
  public boolean isActive() {
    return activated && used < LIMIT;
  }

  public void countRun() {
    used++;
  }

  /** Activates the trial with so many runs used. */
  public void reset(int runs) {
    activated = true;
    used = runs;
  }

  public ObjectNode json() {
    return Json.object().put("active", isActive()).setAll(usage());
  }

  public ObjectNode usage() {
    return Json.object()
        .put("runs_used", used)
        .put("runs_limit", LIMIT)
        .put("runs_remaining", LIMIT - used);
  }
}
