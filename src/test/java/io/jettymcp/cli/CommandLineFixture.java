package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command line in a home of its own, with a server that only remembers that it was started. */
public final class CommandLineFixture {
  public final Path home;
  public final Path work;
  public final Map<String, String> environment = new HashMap<>();
  final List<Invocation> started = new ArrayList<>();
  Consumer<Settings> check = settings -> {};

  public CommandLineFixture(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home")).toRealPath();
    work = Files.createDirectories(directory.resolve("work")).toRealPath();
  }

  public record Ended(int exit, String out, String err) {}

  public Ended run(List<Subcommand> commands, String... arguments) {
    Stdio server = new Stdio(started);
    List<Subcommand> all = new ArrayList<>(commands);
    all.add(server);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new JettyMcp(
                new Execution(
                    new ProcessEnvironment(environment, home, work),
                    text -> text.replaceAll("mlc_[a-z]{32}", "mlc_(redacted)"),
                    check),
                server,
                all)
            .printingTo(new PrintWriter(out), new PrintWriter(err))
            .run(arguments);
    return new Ended(exit, out.toString(), err.toString());
  }

  public Path file(String name) {
    return home.resolve(name);
  }

  @Command(name = "stdio", description = "The server.")
  static final class Stdio implements Subcommand {
    private final List<Invocation> started;

    Stdio(List<Invocation> started) {
      this.started = started;
    }

    @Override
    public int run(Invocation invocation) {
      started.add(invocation);
      return OK;
    }
  }

  @Command(name = "echo", description = "Prints its argument, or fails with it.")
  static final class Echo implements Subcommand {
    @Parameters(index = "0")
    private String what = "";

    @Override
    public int run(Invocation invocation) throws Exception {
      if (what.startsWith("fail ")) {
        throw new IOException(what, new IllegalStateException("for a reason"));
      }
      invocation.out().println(what);
      return what.equals("one") ? FAILED : OK;
    }
  }
}
