package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.UneditableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries that {@code claude mcp add} writes by default: each for one directory, in the
 * file of the user. Claude Code prefers them to those of the project, and these to the user's.
 */
final class LocalEntries {
  private static final int MAX_NAMED = 3;

  private LocalEntries() {}

  /**
   * Returns the entries of a server by directory, whose names are free of control characters; none
   * if the file cannot be read.
   */
  static Map<String, ServerEntry> of(Host host, HostPlaces places, String server) {
    if (host != Host.CLAUDE_CODE) {
      return Map.of();
    }
    Map<String, ServerEntry> entries = new LinkedHashMap<>();
    try {
      Map<String, Object> content =
          host.format()
              .read(new HostFile(host.file(InstallScope.USER, places).orElseThrow()).read());
      EntryShape shape = host.shape(content);
      map(content.get("projects"))
          .forEach(
              (directory, project) -> {
                Object servers = map(project).get(shape.servers().get(0));
                Map<String, Object> fields = map(map(servers).get(server));
                if (!fields.isEmpty()) {
                  entries.put(directory.replaceAll("\\p{Cc}", ""), new ServerEntry(shape, fields));
                }
              });
    } catch (IOException | UneditableException ignored) {
      // The command that edits the file reports why.
    }
    return entries;
  }

  /**
   * Returns a note about the entries that Claude Code prefers to a chosen one, if there are any.
   */
  static Optional<String> note(HostChoice choice, HostPlaces places) {
    String server = choice.configured().server();
    List<String> directories =
        of(choice.host(), places, server).keySet().stream()
            .filter(
                directory ->
                    choice.scope() == InstallScope.USER || isSame(directory, places.project()))
            .toList();
    if (directories.isEmpty()) {
      return Optional.empty();
    }
    String command = "claude mcp remove " + server + " --scope local";
    return Optional.of(
        directories.size() == 1
            ? "Note: in %s, Claude Code uses another entry \"%s\", which claude mcp add wrote for that"
                    .formatted(directories.get(0), server)
                + " directory alone. To remove it, run there: "
                + command
            : "Note: in each of these directories, Claude Code uses another entry \"%s\", which claude"
                    .formatted(server)
                + " mcp add wrote for that directory alone: "
                + named(directories)
                + ". To remove them, run in each: "
                + command);
  }

  private static String named(List<String> directories) {
    int more = directories.size() - MAX_NAMED;
    return more > 0
        ? String.join(", ", directories.subList(0, MAX_NAMED)) + " and " + more + " more"
        : String.join(", ", directories);
  }

  /** Claude Code writes the separators of Unix on Windows too. */
  private static boolean isSame(String directory, Path path) {
    return directory.replace('\\', '/').equals(path.toString().replace('\\', '/'));
  }

  /** Returns a value if it is a map, whose names are strings in all formats. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
