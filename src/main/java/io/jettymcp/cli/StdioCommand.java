package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.JettyService;
import io.jettymcp.protocol.McpJson;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.transport.StandardStreams;
import io.jettymcp.transport.StdioTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

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
    // Not closed: the process ends with the session, and connections with the process; to close
    // them
    // one by one would take of the three seconds that a host waits.
    Assembly assembly = new Assembly(invocation, secrets);
    JsonMapper json = McpJson.mapper();
    JettyService service =
        new JettyService(assembly.calls(), Version.current(), Guide.instructions(true), json);
    StdioTransport transport =
        new StdioTransport(streams.in(), streams.out(), new JacksonMcpJsonMapper(json), service);
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop, "stop"));
    transport.run();
    return OK;
  }
}
