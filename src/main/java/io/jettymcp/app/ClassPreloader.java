package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.PrecomputedTools;

/**
 * Loads the classes of the first replies to a host, in parallel with the thread that needs them.
 */
public final class ClassPreloader extends Thread {
  public ClassPreloader() {
    super("preloading");
    setDaemon(true);
  }

  @Override
  public void run() {
    Guide.instructions(true);
    Version.current();
    PrecomputedTools.list();
  }
}
