package io.jettymcp.cli.install;

import static io.jettymcp.config.GeneralSettings.API_URL;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.config.ApiAddress;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds this server to a host's configuration. */
@Command(
    name = "install",
    description = {
      "Add this server to the configuration of an MCP host, and keep everything else in it. Flags"
          + " given here are written too, and the values of JETTY_COLLECTION and JETTY_READ_ONLY."
          + " The token is never written: the server reads it from the file that login stores."
    })
public final class InstallCommand implements Subcommand {
  private final Supplier<LaunchCommand> program;
  private final OperatingSystem system;

  @Parameters(
      paramLabel = "HOST",
      completionCandidates = HostIds.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String host = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "user (everywhere) or project (this directory). Default: project for claude-code and"
              + " vscode, else user.")
  private @Nullable String scope;

  @Option(names = "--print", description = "Print what would be written, and where.")
  private boolean print;

  /** Installs the program that is running. */
  public InstallCommand() {
    this(LaunchCommand::ofProcess, OperatingSystem.ofProcess());
  }

  InstallCommand(Supplier<LaunchCommand> program, OperatingSystem system) {
    this.program = program;
    this.system = system;
  }

  /** For picocli's help. */
  static final class HostIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Host.ids().iterator();
    }
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    Host chosen = chosenHost();
    InstallScope where = chosenScope(chosen);
    Path path =
        chosen
            .file(where, invocation.environment(), system)
            .orElseThrow(() -> new UsageException(chosen.id() + " supports only --scope user."));
    LaunchCommand launch = program.get().serving(invocation.settings());
    if (print) {
      invocation.err().println("For " + path + ":");
      invocation.out().print(chosen.format().alone(launch));
      return OK;
    }
    HostFile file = new HostFile(path);
    String before = file.read();
    String after;
    try {
      after = chosen.format().merged(before, launch);
    } catch (HostConfigFormat.Unmergeable e) {
      invocation.err().println(path + " " + e.getMessage() + ", so it was not changed.");
      invocation.err().println("Add this to it manually:");
      invocation.out().print(chosen.format().alone(launch));
      return FAILED;
    }
    if (after.equals(before)) {
      invocation.out().println(path + " is up to date; nothing was changed.");
    } else {
      Optional<Path> backup = file.replace(after);
      invocation
          .out()
          .println("Added the server \"" + HostConfigFormat.SERVER + "\" to " + path + ".");
      backup.ifPresent(copy -> invocation.out().println("Backup: " + copy));
    }
    invocation.out().println(chosen.next());
    warn(invocation);
    return OK;
  }

  private Host chosenHost() {
    return Host.of(host)
        .orElseThrow(
            () -> {
              List<String> ids = Host.ids();
              return new UsageException(
                  "Unknown host \"%s\".%s Supported: %s."
                      .formatted(host, NearestName.hint(host, ids), String.join(", ", ids)));
            });
  }

  private InstallScope chosenScope(Host chosen) {
    if (scope == null) {
      return chosen.defaultScope();
    }
    return switch (scope.toLowerCase(Locale.ROOT)) {
      case "user" -> InstallScope.USER;
      case "project" -> InstallScope.PROJECT;
      default -> throw new UsageException("--scope must be user or project.");
    };
  }

  /** Points out what works here but would be missing when the host starts the server. */
  private static void warn(Invocation invocation) {
    PrintWriter err = invocation.err();
    if (invocation.settings().source(API_URL) instanceof Source.Environment variable) {
      err.println(
          "Note: %s is set here, but the host may start the server without it. To keep the address,"
                  .formatted(variable.name())
              + " write it to ~/.config/jetty/api_base.");
    }
    if (invocation.settings().get(API_URL) instanceof ApiAddress.Simulator) {
      return;
    }
    Optional<SettingValue<Secret>> token = invocation.tokens().current();
    if (token.isEmpty()) {
      err.println("Note: there is no token yet. Run: jetty-mcp login");
    } else if (token.get().source() instanceof Source.Environment variable) {
      err.println(
          "Note: the token comes from %s, which the host might not pass on. Run: jetty-mcp login"
              .formatted(variable.name()));
    }
  }
}
