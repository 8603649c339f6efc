package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.UneditableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints which hosts are on this machine and which of them have this server. */
final class HostList {
  private static final List<String> EXTENSIONS = List.of("", ".exe", ".cmd", ".bat");

  private final HostPlaces places;
  private final String server;
  private final String program;

  /**
   * @param server the name of the server in the files
   * @param program how the person types the name of this program
   */
  HostList(HostPlaces places, String server, String program) {
    this.places = places;
    this.server = server;
    this.program = program;
  }

  void print(PrintWriter out) {
    List<String> absent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Host host : Host.values()) {
      Path user = host.file(InstallScope.USER, places).orElseThrow();
      if (isFound(host)) {
        lines.add(line(host.id(), state(host, user), user));
      } else {
        absent.add(host.id());
      }
      Optional<Path> project =
          host.file(InstallScope.PROJECT, places)
              .filter(
                  file ->
                      !file.equals(user) && Files.exists(file) && !state(host, file).equals("-"));
      project.ifPresent(file -> lines.add(line(host.id() + " (project)", state(host, file), file)));
      LocalEntries.of(host, places, server)
          .forEach(
              (directory, entry) ->
                  lines.add(line(host.id() + " (local)", word(entry), user + " for " + directory)));
    }
    if (lines.isEmpty()) {
      out.println("No supported host was found on this machine.");
    } else {
      out.println("Hosts found on this machine, and whether they have \"" + server + "\":");
      lines.forEach(out::println);
    }
    out.println("Not found: " + String.join(", ", absent));
    out.println("Configured in their settings: " + String.join(", ", PastedHost.ids()));
    out.println("To add the server to a host: " + program + " install HOST");
  }

  private static String line(String name, String state, Object place) {
    return "  %-26s %-9s %s".formatted(name, state, place);
  }

  /** Returns a word for whether a file has the server. */
  private String state(Host host, Path path) {
    try {
      ServerEntry entry = new ConfiguredHost(host, path, server).entry();
      return entry.fields().isEmpty() ? "-" : word(entry);
    } catch (UneditableException | IOException e) {
      return "unreadable";
    }
  }

  private static String word(ServerEntry entry) {
    return entry.isReadOnly() ? "read-only" : "yes";
  }

  private boolean isFound(Host host) {
    return Files.exists(host.trace(places)) || host.commands().stream().anyMatch(this::isOnPath);
  }

  private boolean isOnPath(String command) {
    return places.environment().programDirectories().stream()
        .anyMatch(
            directory ->
                EXTENSIONS.stream()
                    .map(extension -> directory.resolve(command + extension))
                    .anyMatch(file -> Files.isExecutable(file) && Files.isRegularFile(file)));
  }
}
