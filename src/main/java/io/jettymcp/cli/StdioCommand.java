package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.JettyService;
import io.jettymcp.protocol.McpJson;
import io.jettymcp.protocol.PreparedService;
import io.jettymcp.protocol.Service;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.transport.StandardStreams;
import io.jettymcp.transport.StdioTransport;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
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
    FutureTask<JettyService> making = new FutureTask<>(() -> service(invocation));
    Thread maker = new Thread(making, "service");
    maker.setDaemon(true);
    maker.start();
    Supplier<JettyService> made = () -> result(making);
    Service service =
        Assembly.offersAll(invocation.settings())
            ? new PreparedService(Version.current(), Guide.instructions(true), made)
            : made.get();
    StdioTransport transport =
        new StdioTransport(streams.in(), streams.out(), McpJson.INSTANCE, service);
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop, "stop"));
    transport.run();
    return OK;
  }

  private static <T> T result(FutureTask<T> making) {
    try {
      return making.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /**
   * Everything that calls need, made while the host reads the greeting. It is not closed: the
   * process ends with the session, and connections with the process; to close them one by one would
   * take of the three seconds that a host waits.
   */
  private JettyService service(Invocation invocation) {
    return new JettyService(
        new Assembly(invocation, secrets).calls(), Version.current(), Guide.instructions(true));
  }
}
