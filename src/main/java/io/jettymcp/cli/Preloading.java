package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.PreparedService;

/** Loads, beside the thread that needs it, what a host is told first. */
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
  }
}
