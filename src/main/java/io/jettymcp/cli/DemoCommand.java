package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.DemoScreen.Kind;
import io.jettymcp.cli.install.LaunchCommand;
import io.jettymcp.cli.terminal.ColorChoice;
import io.jettymcp.cli.terminal.Terminal;
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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Demonstrates the main workflow from end to end. */
@Command(
    name = "demo",
    description = {
      "Start this server as a host would, and show an agent's conversation with it: it writes,"
          + " checks, runs, changes, compares, debugs and schedules a task, runs a runbook and"
          + " saves its report. Everything happens in the embedded simulator; no account, token or"
          + " network is needed."
    })
final class DemoCommand implements Subcommand {
  @Option(
      names = "--fast",
      description = "Do not pause for reading. Without a terminal, the demo never pauses.")
  private boolean fast;

  private final InputStream keys;

  /**
   * @param keys read only if it is a terminal: Enter ends the pauses
   */
  DemoCommand(InputStream keys) {
    this.keys = keys;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    Terminal terminal = Terminal.detect(invocation.environment().environment(), ColorChoice.AUTO);
    boolean paced = terminal.interactive() && !fast;
    DemoScreen screen =
        new DemoScreen(invocation.out(), terminal, paced ? DemoPace.of(keys) : DemoPace.NONE);
    screen.print(Kind.TITLE, "jetty-mcp demo");
    screen.print(
        Kind.TEXT,
        "A coding agent uses Jetty through MCP. Jetty is simulated: no account, token or network"
            + " is needed."
            + (paced ? " Press Enter to skip the pauses." : ""));
    LaunchCommand launch = LaunchCommand.ofProcess();
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
    try (DemoHost host =
        new DemoHost(new LaunchCommand(launch.command(), arguments), environment, screen)) {
      new DemoConversation(host, screen).play();
    } finally {
      delete(folder);
    }
    screen.print(Kind.TEXT, "");
    screen.print(Kind.TITLE, "To use it with your own agent and account:");
    screen.print(Kind.CALL, invocation.program() + " login");
    screen.print(Kind.CALL, invocation.program() + " install");
    return OK;
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
