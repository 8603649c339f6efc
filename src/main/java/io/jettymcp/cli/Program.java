package io.jettymcp.cli;

import io.jettymcp.config.Surroundings;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.shape.Redactor;
import io.jettymcp.transport.StandardStreams;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Hooks;

/** The whole program: its commands and what they share. */
public final class Program {
  private Program() {}

  /** Runs a command line and returns the exit code. */
  public static int run(StandardStreams streams, String... arguments) {
    // What is still under way when a call is cancelled has nobody to report to.
    Hooks.onErrorDropped(dropped -> {});
    KnownSecrets secrets = new KnownSecrets();
    StdioCommand stdio = new StdioCommand(streams, secrets);
    List<Subcommand> commands =
        List.of(
            stdio,
            new HttpCommand(secrets),
            new DemoCommand(),
            new SimulatorCommand(),
            new ToolsCommand(),
            new CallCommand(streams.in()::readAllBytes, secrets),
            new DoctorCommand(secrets),
            new LoginCommand(TokenInput.ofProcess(streams.in()), new WhoamiCheck(secrets)),
            new LogoutCommand(),
            new InstallCommand());
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), false);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return new JettyMcp(
            Surroundings.ofProcess(),
            new Redactor(secrets)::redact,
            Assembly::offer,
            stdio,
            commands)
        .printingTo(out, err)
        .run(arguments);
  }
}
