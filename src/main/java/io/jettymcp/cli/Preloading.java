package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.McpJson;
import io.jettymcp.protocol.PreparedService;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads, beside the threads that need it, what a host is told first, and then what the first call
 * takes.
 */
final class Preloading extends Thread {
  Preloading() {
    super("preloading");
    setDaemon(true);
  }

  @Override
  public void run() {
    Guide.instructions(true);
    Version.current();
    PreparedService.load();
    McpJson.mapper();
    JsonMapper.shared().readTree("{}");
  }
}
