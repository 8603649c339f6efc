package io.jettymcp.cli.install;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.cli.install.edit.UneditableException;
import io.jettymcp.config.Setting;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes this server from a host's configuration. */
@Command(
    name = "uninstall",
    description = {
      "Remove this server from the configuration of an MCP host, and keep everything else in it."
          + " Without HOST: list the hosts on this machine."
    })
public final class UninstallCommand implements Subcommand {
  private final OperatingSystem system;

  @Mixin private HostOptions options = new HostOptions();

  /** Uninstalls on this machine. */
  public UninstallCommand() {
    this(OperatingSystem.ofProcess());
  }

  UninstallCommand(OperatingSystem system) {
    this.system = system;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of();
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    HostPlaces places = new HostPlaces(invocation.environment(), system);
    String server = options.server();
    String host = options.host();
    if (host == null) {
      new HostList(places, server, invocation.program()).print(invocation.out());
      return OK;
    }
    Optional<PastedHost> pasted = PastedHost.of(host);
    if (pasted.isPresent()) {
      throw new UsageException(
          "Remove the server in %s, under %s."
              .formatted(pasted.get().title(), pasted.get().place()));
    }
    HostChoice choice = options.choice(host, places);
    ConfiguredHost configured = choice.configured();
    try {
      remove(configured, invocation.out());
      hintAtOtherScope(choice, places, invocation);
      LocalEntries.note(choice, places).ifPresent(invocation.err()::println);
      return OK;
    } catch (UneditableException e) {
      invocation
          .err()
          .println(configured.path() + " " + e.getMessage() + ". The file was not changed.");
      return FAILED;
    }
  }

  private void remove(ConfiguredHost configured, PrintWriter out)
      throws IOException, UneditableException {
    if (!configured.hasEntry()) {
      out.println(
          "%s has no server \"%s\"; nothing was changed."
              .formatted(configured.path(), configured.server()));
      return;
    }
    String place = "the server \"%s\" from %s.".formatted(configured.server(), configured.path());
    if (options.isDryRun()) {
      out.println("Would remove " + place);
      return;
    }
    Optional<Path> backup = configured.uninstall();
    out.println("Removed " + place);
    backup.ifPresent(copy -> out.println("Backup: " + copy));
  }

  private static void hintAtOtherScope(
      HostChoice choice, HostPlaces places, Invocation invocation) {
    choice
        .inOtherScope(places)
        .filter(other -> other.configured().isInstalled())
        .ifPresent(
            other ->
                invocation
                    .err()
                    .println(
                        "Note: %s has it too. To remove it there: %s"
                            .formatted(
                                other.configured().path(),
                                other.hint(invocation.program(), "uninstall"))));
  }
}
