package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.StdioServer;
import io.jettymcp.cli.terminal.TerminalStreams;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.StandardStreams;
import picocli.CommandLine.Command;

/** Runs the server that hosts start. */
@Command(
    name = "stdio",
    description = {
      "Serve MCP on stdin and stdout until stdin ends. Hosts start this command, and it is the"
          + " default."
    })
final class StdioCommand implements Subcommand {
  private final StandardStreams streams;
  private final KnownSecrets secrets;

  StdioCommand(StandardStreams streams, KnownSecrets secrets) {
    this.streams = streams;
    this.secrets = secrets;
  }

  @Override
  public boolean servesHosts() {
    return true;
  }

  @Override
  public int run(Invocation invocation) throws InterruptedException {
    if (TerminalStreams.console().isPresent()) {
      invocation
          .err()
          .println(
              "Waiting for an MCP client on stdin (Ctrl-D to quit). New here? Run: "
                  + invocation.program()
                  + " demo");
      invocation.err().flush();
    }
    StdioServer.run(invocation, secrets, streams);
    return OK;
  }
}
