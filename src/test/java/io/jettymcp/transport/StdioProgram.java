package io.jettymcp.transport;

import io.jettymcp.mcp.modern.FakeModernService;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a transport on its real streams as a child process of the tests. */
public final class StdioProgram {
  private StdioProgram() {}

  /**
   * With the argument {@code parent}, starts itself as a child, prints its pid and waits; with
   * {@code sharing-parent}, the child has the streams of its parent.
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("parent")) {
      Process child = builder(List.of()).start();
      System.out.println(child.pid());
      child.waitFor();
    } else if (args.length > 0) {
      Process child = builder(List.of()).inheritIO().start();
      System.err.println(child.pid());
      child.waitFor();
    } else {
      serve();
    }
  }

  private static void serve() throws InterruptedException {
    StandardStreams streams = StandardStreams.claim();
    StdioTransport transport =
        new StdioTransport(
            streams.in(),
            streams.out(),
            new JacksonMcpJsonMapper(Host.JSON),
            new McpService(new Handlers(), new FakeModernService()),
            () -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(transport::stop));
    ParentWatch.start(Duration.ofMillis(10), transport::stop);
    transport.run();
  }

  static Process start(List<String> options, String... arguments) throws IOException {
    return builder(options, arguments).start();
  }

  private static ProcessBuilder builder(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")); // starts fastest
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StdioProgram.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
