package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.StdioServer;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.StandardStreams;
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
    StdioServer.run(invocation, secrets, streams);
    return OK;
  }
}
