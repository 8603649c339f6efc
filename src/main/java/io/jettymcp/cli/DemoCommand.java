package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.install.LaunchCommand;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Demonstrates the main workflow from end to end. */
@Command(
    name = "demo",
    description = {
      "Start this server as a host would, and show an agent's conversation with it: it writes, checks,"
          + " runs, changes, compares, debugs and schedules a task, runs a runbook and saves its"
          + " report."
          + " Everything happens in the embedded simulator; no account, token or network is needed."
    })
final class DemoCommand implements Subcommand {

  private final Supplier<LaunchCommand> program;

  DemoCommand() {
    this(LaunchCommand::ofProcess);
  }

  DemoCommand(Supplier<LaunchCommand> program) {
    this.program = program;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    LaunchCommand launch = program.get();
    List<String> arguments = new ArrayList<>(launch.arguments());
    arguments.add("stdio");
    Path folder = Files.createTempDirectory("jetty-mcp-demo");
    try (InputStream runbook = DemoCommand.class.getResourceAsStream("demo-runbook.md")) {
      Files.copy(Objects.requireNonNull(runbook), folder.resolve(DemoConversation.RUNBOOK));
    }
    arguments.addAll(List.of("--files-root", folder.toString()));
    Map<String, String> environment =
        Map.of(
            "JETTY_API_URL", "simulator",
            "JETTY_COLLECTION", "acme",
            "HOME", invocation.environment().home().toString());
    long start = System.nanoTime();
    try (DemoHost host =
        new DemoHost(
            new LaunchCommand(launch.command(), arguments), environment, invocation.out())) {
      host.print("jetty-mcp demo: an agent uses Jetty through MCP (all of it simulated)");
      host.print("  → tool call   ← result   · progress   ? question to the user");
      new DemoConversation(host).play(start);
      host.print("");
      host.print("Done. To use it for real: jetty-mcp login, then jetty-mcp install claude-code");
      return OK;
    } finally {
      delete(folder);
    }
  }

  /** Deletes what the demo saved; there are no folders in it. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
