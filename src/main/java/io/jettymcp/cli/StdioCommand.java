package io.jettymcp.cli;

import io.jettymcp.app.BackgroundService;
import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.Version;
import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.McpService;
import io.jettymcp.mcp.PrecomputedService;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.StandardStreams;
import io.jettymcp.transport.StdioTransport;
import picocli.CommandLine.Command;

/** The server that hosts start. */
@Command(
    name = "stdio",
    description = {
      "Serves MCP on stdin and stdout until stdin ends. This is what hosts start, and what runs"
          + " when no command is named."
    })
final class StdioCommand implements Subcommand {
  private final StandardStreams streams;
  private final KnownSecrets secrets;

  StdioCommand(StandardStreams streams, KnownSecrets secrets) {
    this.streams = streams;
    this.secrets = secrets;
  }

  /**
   * From Java 22 on there may be a console without a terminal, but the launcher switches it off.
   */
  @Override
  @SuppressWarnings("SystemConsoleNull")
  public int run(Invocation invocation) throws InterruptedException {
    if (System.console() != null) {
      invocation
          .err()
          .println(
              "Waiting for an MCP host on stdin. To see what this is, run: jetty-mcp demo"
                  + " (Ctrl-D ends)");
      invocation.err().flush();
    }
    BackgroundService late = new BackgroundService(invocation, secrets);
    late.start();
    McpService service =
        ServerComponents.offersAll(invocation.settings())
            ? new PrecomputedService(Version.current(), Guide.instructions(true), late)
            : late.get();
    StdioTransport transport =
        new StdioTransport(streams.in(), streams.out(), McpJson.INSTANCE, service);
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop, "stop"));
    transport.run();
    return OK;
  }
}
