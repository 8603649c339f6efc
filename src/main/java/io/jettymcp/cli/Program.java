package io.jettymcp.cli;

import io.jettymcp.app.ClassPreloader;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.WhoamiCheck;
import io.jettymcp.app.log.Logging;
import io.jettymcp.cli.call.CallCommand;
import io.jettymcp.cli.call.ShortcutCommand;
import io.jettymcp.cli.call.ToolsCommand;
import io.jettymcp.cli.completion.CompleteCommand;
import io.jettymcp.cli.completion.CompletionCommand;
import io.jettymcp.cli.doctor.DoctorCommand;
import io.jettymcp.cli.install.InstallCommand;
import io.jettymcp.cli.install.UninstallCommand;
import io.jettymcp.config.NameEncoding;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.transport.StandardStreams;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Assembles the commands and what they share. */
public final class Program {
  private Program() {}

  /** Runs a command line and returns the exit code. */
  public static int run(StandardStreams streams, String... arguments) {
    Optional<Map<Setting<?>, String>> flags = HostArguments.flags(arguments);
    Logging.selectProvider();
    if (flags.isPresent()) {
      new ClassPreloader().start();
    }
    KnownSecrets secrets = new KnownSecrets();
    Execution execution =
        new Execution(ProcessEnvironment.ofProcess(), new Redaction(secrets), new KnownNames());
    ResultStream results = new ResultStream(streams.out(), Path.of("/dev/stdout"));
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(results, StandardCharsets.UTF_8), false);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    StdioCommand stdio = new StdioCommand(streams, secrets);
    try {
      NameEncoding.ofProcess().requireReadable(arguments);
    } catch (UsageException e) {
      execution.print(err, String.valueOf(e.getMessage()));
      return Subcommand.USAGE;
    }
    int exit =
        flags.isPresent()
            ? execution.run(stdio, flags.get(), out, err)
            : new JettyMcp(execution, stdio, commands(stdio, streams, secrets))
                .printingTo(out, err)
                .run(arguments);
    out.flush();
    Optional<String> loss = results.loss();
    if (loss.isPresent()) {
      execution.print(err, "Cannot write the output: " + loss.get() + ".");
      return Subcommand.FAILED;
    }
    return exit;
  }

  // Records and not lambdas: the first lambda of a process takes some milliseconds.

  /** Makes the redactor when there is something to redact. */
  private record Redaction(KnownSecrets secrets) implements UnaryOperator<String> {
    @Override
    public String apply(String text) {
      return new Redactor(secrets).redact(text);
    }
  }

  private record KnownNames() implements Consumer<Settings> {
    @Override
    public void accept(Settings settings) {
      ServerComponents.requireKnownNames(settings);
    }
  }

  private static List<Subcommand> commands(
      StdioCommand stdio, StandardStreams streams, KnownSecrets secrets) {
    List<Subcommand> commands = new ArrayList<>();
    commands.add(stdio);
    commands.add(new HttpCommand(secrets));
    commands.add(new DemoCommand(streams.in()));
    commands.add(new SimulatorCommand());
    commands.add(new ToolsCommand());
    commands.add(new CallCommand(streams.in()::readAllBytes, secrets));
    commands.addAll(ShortcutCommand.all(streams.in()::readAllBytes, secrets));
    commands.add(new DoctorCommand(secrets));
    commands.add(new LoginCommand(TokenInput.ofProcess(streams.in()), new WhoamiCheck(secrets)));
    commands.add(new LogoutCommand());
    commands.add(new InstallCommand());
    commands.add(new UninstallCommand());
    commands.add(new CompletionCommand());
    commands.add(new CompleteCommand(secrets));
    return commands;
  }
}
