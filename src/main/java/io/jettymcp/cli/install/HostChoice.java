package io.jettymcp.cli.install;

import io.jettymcp.config.UsageException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks which host, scope and name a command line selects. */
record HostChoice(Host host, InstallScope scope, ConfiguredHost configured) {
  static final String DEFAULT_NAME = "jetty";

  /** Hosts put it before the names of tools, and bound the length of both together. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

  static HostChoice of(String id, @Nullable String scope, String name, HostPlaces places) {
    Host host = Host.of(id).orElseThrow(() -> HostIds.unknown(id));
    if (host == Host.GEMINI && name.contains("_")) {
      throw new UsageException(
          "--name for gemini cannot contain _, which Gemini CLI splits names at.");
    }
    InstallScope where = scope(scope);
    Path path =
        host.file(where, places)
            .orElseThrow(() -> new UsageException(host.id() + " supports only --scope user."));
    return new HostChoice(host, where, new ConfiguredHost(host, path, name));
  }

  /**
   * Returns a command line for the same entry.
   *
   * @param program how the person types the name of this program
   */
  String hint(String program, String command) {
    String name = configured.server();
    return program
        + " "
        + command
        + " "
        + host.id()
        + (scope == InstallScope.USER ? "" : " --scope project")
        + (name.equals(DEFAULT_NAME) ? "" : " --name " + name);
  }

  /** Returns the same server of the same host in the other scope, if the host has that. */
  Optional<HostChoice> inOtherScope(HostPlaces places) {
    InstallScope other = scope == InstallScope.USER ? InstallScope.PROJECT : InstallScope.USER;
    return host.file(other, places)
        .map(
            path ->
                new HostChoice(host, other, new ConfiguredHost(host, path, configured.server())));
  }

  /** Returns the name of the server. */
  static String name(@Nullable String given) {
    String name = given == null ? DEFAULT_NAME : given;
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "--name must start with a letter and consist of at most 32 letters, digits, - and _.");
    }
    return name;
  }

  private static InstallScope scope(@Nullable String scope) {
    return switch (scope == null ? "user" : scope.toLowerCase(Locale.ROOT)) {
      case "user" -> InstallScope.USER;
      case "project" -> InstallScope.PROJECT;
      default -> throw new UsageException("--scope must be user or project.");
    };
  }
}
