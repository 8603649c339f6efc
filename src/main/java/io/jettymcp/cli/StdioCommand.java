package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.McpJson;
import io.jettymcp.protocol.PreparedService;
import io.jettymcp.protocol.Service;
import io.jettymcp.shape.KnownSecrets;
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
    LateService late = new LateService(invocation, secrets);
    late.start();
    Service service =
        Assembly.offersAll(invocation.settings())
            ? new PreparedService(Version.current(), Guide.instructions(true), late)
            : late.get();
    StdioTransport transport =
        new StdioTransport(streams.in(), streams.out(), McpJson.INSTANCE, service);
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop, "stop"));
    transport.run();
    return OK;
  }
}
