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

/** Writes this server into a host's configuration. */
@Command(
    name = "install",
    description = {
      "Writes this server into the configuration of a program that uses MCP servers, and keeps"
          + " everything else that is there. Flags given here are written too, and what"
          + " JETTY_COLLECTION and JETTY_READ_ONLY say; the token never is: the server reads it"
          + " from the file that login keeps."
    })
public final class InstallCommand implements Subcommand {
  private final Supplier<LaunchCommand> program;
  private final OperatingSystem system;

  @Parameters(
      paramLabel = "HOST",
      completionCandidates = HostWords.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String host = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "user (everywhere) or project (this directory). Default: project for claude-code and"
              + " vscode, user for the others.")
  private @Nullable String scope;

  @Option(names = "--print", description = "Only shows what would be written, and where.")
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
  static final class HostWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Host.words().iterator();
    }
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    Host chosen = chosenHost();
    InstallScope where = chosenScope(chosen);
    Path path =
        chosen
            .file(where, invocation.surroundings(), system)
            .orElseThrow(() -> new UsageException(chosen.word() + " knows only --scope user."));
    LaunchCommand launch = program.get().serving(invocation.settings());
    if (print) {
      invocation.err().println("For " + path + ":");
      invocation.out().print(chosen.text().alone(launch));
      return OK;
    }
    HostFile file = new HostFile(path);
    String before = file.read();
    String after;
    try {
      after = chosen.text().merged(before, launch);
    } catch (HostConfigFormat.Unmergeable left) {
      invocation.err().println(path + " " + left.getMessage() + ", so it was left as it is.");
      invocation.err().println("Add this to it by hand:");
      invocation.out().print(chosen.text().alone(launch));
      return FAILED;
    }
    if (after.equals(before)) {
      invocation.out().println(path + " has this server already; nothing was changed.");
    } else {
      Optional<Path> backup = file.replace(after);
      invocation
          .out()
          .println("Wrote the server \"" + HostConfigFormat.SERVER + "\" to " + path + ".");
      backup.ifPresent(kept -> invocation.out().println("The file as it was: " + kept));
    }
    invocation.out().println(chosen.next());
    note(invocation);
    return OK;
  }

  private Host chosenHost() {
    return Host.of(host)
        .orElseThrow(
            () -> {
              List<String> words = Host.words();
              return new UsageException(
                  "The host \"%s\" is not known.%s Known are: %s."
                      .formatted(host, NearestName.hint(host, words), String.join(", ", words)));
            });
  }

  private InstallScope chosenScope(Host chosen) {
    if (scope == null) {
      return chosen.usualScope();
    }
    return switch (scope.toLowerCase(Locale.ROOT)) {
      case "user" -> InstallScope.USER;
      case "project" -> InstallScope.PROJECT;
      default -> throw new UsageException("--scope must be user or project.");
    };
  }

  /** What works here but would be missing when the host starts the server. */
  private static void note(Invocation invocation) {
    PrintWriter err = invocation.err();
    if (invocation.settings().source(API_URL) instanceof Source.Environment variable) {
      err.println(
          "Note: %s is set here, but the host may start the server without it. To keep it, write"
                  .formatted(variable.name())
              + " the address into ~/.config/jetty/api_base.");
    }
    if (invocation.settings().get(API_URL) instanceof ApiAddress.Simulator) {
      return;
    }
    Optional<SettingValue<Secret>> token = invocation.tokens().current();
    if (token.isEmpty()) {
      err.println("Note: there is no token yet. Next: jetty-mcp login");
    } else if (token.get().source() instanceof Source.Environment variable) {
      err.println(
          "Note: the token comes from %s, which the host may not hand on. Next: jetty-mcp login"
              .formatted(variable.name()));
    }
  }
}
