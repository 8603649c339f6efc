package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.PrecomputedService;

/** Loads, beside the thread that needs it, what a host is told first. */
public final class ClassPreloader extends Thread {
  public ClassPreloader() {
    super("preloading");
    setDaemon(true);
  }

  @Override
  public void run() {
    Guide.instructions(true);
    Version.current();
    PrecomputedService.load();
  }
}
