package io.jettymcp.cli.install;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds the parameters of every command that changes the configuration of a host. */
final class HostOptions {
  @Parameters(
      paramLabel = "HOST",
      arity = "0..1",
      completionCandidates = HostIds.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable String host;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "user (all your projects) or project (this directory). Default: user.")
  private @Nullable String scope;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the server in the host. Default: jetty.")
  private @Nullable String name;

  @Option(names = "--dry-run", description = "Print what would change, and write nothing.")
  private boolean dryRun;

  /** Returns the host as it was typed. */
  @Nullable String host() {
    return host;
  }

  /** Returns the name of the server in the host. */
  String server() {
    return HostChoice.name(name);
  }

  /** Checks the choice of a host that has a file. */
  HostChoice choice(String id, HostPlaces places) {
    return HostChoice.of(id, scope, server(), places);
  }

  boolean isDryRun() {
    return dryRun;
  }
}
