package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.ParentWatch;
import io.jettymcp.transport.StandardStreams;
import io.jettymcp.transport.StdioTransport;

/** Composes the server that hosts start as a child process. */
public final class StdioServer {
  private StdioServer() {}

  /** Serves until stdin ends, the host has ended or the process receives SIGTERM. */
  public static void run(Invocation invocation, KnownSecrets secrets, StandardStreams streams)
      throws InterruptedException {
    BackgroundService background = new BackgroundService(invocation, secrets);
    background.start();
    McpService service =
        ServerComponents.enablesAll(invocation.settings())
            ? Services.precomputed(
                Guide.instructions(true), Services.hasTasks(invocation.settings()), background)
            : background.get();
    StdioTransport transport =
        new StdioTransport(
            streams.in(), streams.out(), McpJson.INSTANCE, service, background::connect);
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop, "stop"));
    ParentWatch.start(ParentWatch.PERIOD, transport::stop);
    transport.run();
  }
}
