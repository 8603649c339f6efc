package io.jettymcp.cli.install;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.cli.install.edit.JsonFormat;
import io.jettymcp.cli.install.edit.UneditableException;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds this server to a host's configuration. */
@Command(
    name = "install",
    description = {
      "Add this server to the configuration of an MCP host, or change it there. Everything else in"
          + " the file remains as it is, and so does whatever the entry has and you do not name"
          + " here. Flags given here are written too; of the environment, JETTY_COLLECTION,"
          + " JETTY_READ_ONLY and JETTY_API_URL are written unless the entry has them. The token is"
          + " never written: the server reads it from the file that login stores. Without HOST: list"
          + " the hosts on this machine."
    })
public final class InstallCommand implements Subcommand {
  private final Supplier<LaunchCommand> program;
  private final OperatingSystem system;

  @Mixin private HostOptions options = new HostOptions();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description =
          "Environment variable that the host sets for the server; can be repeated. NAME= removes"
              + " one. Secrets are refused.")
  private List<String> variables = List.of();

  @Option(
      names = "--http",
      paramLabel = "URL",
      description =
          "Connect the host to a server that runs elsewhere, at this address, instead of starting"
              + " one.")
  private @Nullable String url;

  @Option(
      names = "--reset",
      description = "Keep nothing of an existing entry: no flags, no variables, no other fields.")
  private boolean reset;

  @Option(
      names = "--print",
      description = "Print a new entry to paste, and for which file; read and write nothing.")
  private boolean print;

  @Option(
      names = "--link",
      description = "Link jetty-mcp into ~/.local/bin, so that you can run it from anywhere.")
  private boolean link;

  /** Installs the program that is running. */
  public InstallCommand() {
    this(LaunchCommand::forHosts, OperatingSystem.ofProcess());
  }

  InstallCommand(Supplier<LaunchCommand> program, OperatingSystem system) {
    this.program = program;
    this.system = system;
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    HostPlaces places = new HostPlaces(invocation.environment(), system);
    String server = options.server();
    String host = options.host();
    if (link) {
      new LauncherLink(places, program.get()).create(invocation.out());
    }
    if (host == null) {
      if (!link) {
        new HostList(places, server, invocation.program()).print(invocation.out());
      }
      return OK;
    }
    Optional<PastedHost> pasted = PastedHost.of(host);
    if (pasted.isPresent()) {
      return paste(pasted.get(), server, invocation, places);
    }
    HostChoice choice = options.choice(host, places);
    if (url != null && !choice.host().shape(Map.of()).hasRemote()) {
      throw new UsageException(
          "%s has no remote servers in its file. %s"
              .formatted(choice.host().title(), choice.host().remoteAdvice()));
    }
    ServerRequest request = request(invocation, places);
    try {
      return print
          ? print(choice, request, invocation)
          : install(choice, request, invocation, places);
    } catch (UneditableException e) {
      PrintWriter err = invocation.err();
      err.println(
          choice.configured().path() + " " + e.getMessage() + ". The file was not changed.");
      err.println("Fix the file and run this again, or add this to it:");
      printAlone(choice, request, invocation);
      return FAILED;
    }
  }

  private ServerRequest request(Invocation invocation, HostPlaces places) {
    if (url == null) {
      LaunchCommand launch = program.get().onPath(places.environment().programDirectories());
      return launch.serving(
          invocation.settings(), EnvironmentOption.parse(variables, invocation.program()));
    }
    if (!variables.isEmpty() || !invocation.flags().isEmpty()) {
      throw new UsageException(
          "--http connects to a server that runs already: its flags and variables are set where it"
              + " is started, so give none here.");
    }
    return new ServerRequest.Remote(RemoteAddress.parse(url));
  }

  private int install(
      HostChoice choice, ServerRequest request, Invocation invocation, HostPlaces places)
      throws IOException, UneditableException {
    ConfiguredHost configured = choice.configured();
    ConfiguredHost.Edited edited =
        options.isDryRun()
            ? configured.planned(request, reset)
            : configured.install(request, reset);
    InstallReport report = new InstallReport(invocation, choice);
    report.changes(edited, options.isDryRun());
    if (!options.isDryRun()) {
      invocation.out().println("Next: " + choice.host().next(choice.scope()));
    }
    LocalEntries.note(choice, places).ifPresent(invocation.err()::println);
    report.notes(edited, request, program);
    return OK;
  }

  private static int print(HostChoice choice, ServerRequest request, Invocation invocation) {
    invocation.err().println("For " + choice.configured().path() + ":");
    printAlone(choice, request, invocation);
    return OK;
  }

  private static void printAlone(HostChoice choice, ServerRequest request, Invocation invocation) {
    ServerEntry entry =
        new ServerEntry(choice.host().shape(Map.of()), Map.of())
            .with(request, choice.configured().server());
    invocation.out().print(choice.configured().alone(entry));
  }

  private int paste(PastedHost pasted, String server, Invocation invocation, HostPlaces places) {
    PrintWriter out = invocation.out();
    PrintWriter err = invocation.err();
    if (!pasted.isLocal() && url == null) {
      throw new UsageException(
          ("%1$s connects only to servers with a public https:// address. Start one (%2$s http,"
                  + " see docs/hosting.md), then run: %2$s install %3$s --http URL")
              .formatted(pasted.title(), invocation.program(), pasted.id()));
    }
    err.println("Paste this in %s under %s:".formatted(pasted.title(), pasted.place()));
    ServerRequest request = request(invocation, places);
    if (!pasted.isLocal() && request instanceof ServerRequest.Remote remote) {
      out.println(remote.url());
      return OK;
    }
    ServerEntry entry = new ServerEntry(pasted.shape(), Map.of()).with(request, server);
    out.print(new JsonFormat().alone(List.of("mcpServers", server), entry.fields()));
    return OK;
  }
}
