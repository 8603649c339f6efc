package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.PrecomputedTools;
import tools.jackson.databind.node.JsonNodeFactory;

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
    JsonNodeFactory.instance.stringNode(""); // loads BigDecimal, which takes 15 ms on Java 25
    Guide.instructions(true);
    Version.current();
    PrecomputedTools.list();
  }
}
