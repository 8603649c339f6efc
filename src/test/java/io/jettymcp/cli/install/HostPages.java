package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.UneditableException;
import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of docs/hosts.md that are made from the code. */
public final class HostPages {
  private static final ServerRequest LOCAL =
      new ServerRequest.Local(
          List.of("/path/to/jetty-mcp"), List.of(), List.of(), Map.of(), Map.of());
  private static final ServerRequest REMOTE =
      new ServerRequest.Remote("https://jetty.example.com/mcp");

  private HostPages() {}

  /** Returns the files of all hosts. */
  public static String files() {
    StringBuilder page =
        new StringBuilder("| host | name | for all your projects | in one project |\n");
    page.append("|---|---|---|---|\n");
    for (Host host : Host.values()) {
      page.append(
          "| %s | `%s` | %s | %s |\n"
              .formatted(
                  host.title(),
                  host.id(),
                  files(host, InstallScope.USER),
                  files(host, InstallScope.PROJECT)));
    }
    return page.toString();
  }

  private static String files(Host host, InstallScope scope) {
    Map<String, String> names = new LinkedHashMap<>();
    String other = file(host, scope, OperatingSystem.OTHER);
    names.put("", other);
    names.put("macOS: ", file(host, scope, OperatingSystem.MAC));
    names.put("Windows: ", file(host, scope, OperatingSystem.WINDOWS));
    return names.entrySet().stream()
        .filter(name -> name.getKey().isEmpty() || !name.getValue().equals(other))
        .map(name -> name.getKey() + name.getValue())
        .collect(Collectors.joining("<br>"));
  }

  private static String file(Host host, InstallScope scope, OperatingSystem system) {
    ProcessEnvironment environment =
        new ProcessEnvironment(Map.of("APPDATA", "%APPDATA%"), Path.of("~"), Path.of(""));
    Optional<Path> file = host.file(scope, new HostPlaces(environment, system));
    return file.map(path -> "`" + shown(path.toString()) + "`").orElse("–");
  }

  private static String shown(String path) {
    return path.startsWith("%") ? path.replace('/', '\\') : path.replace('\\', '/');
  }

  /** Returns what is written for a server that the host starts. */
  public static String localEntries() {
    return entries(LOCAL, List.of(Host.values()));
  }

  /** Returns what is written for a server that runs elsewhere. */
  public static String remoteEntries() {
    return entries(
        REMOTE,
        List.of(Host.values()).stream().filter(host -> host.shape(Map.of()).hasRemote()).toList());
  }

  /** Returns the content of each host's file with a server that runs elsewhere. */
  public static Map<String, Map<String, Object>> remoteContents(String url) {
    Map<String, Map<String, Object>> contents = new LinkedHashMap<>();
    for (Host host : Host.values()) {
      if (host.shape(Map.of()).hasRemote()) {
        contents.put(host.id(), content(host.id(), text(host, new ServerRequest.Remote(url))));
      }
    }
    return contents;
  }

  /** Returns the files that a host reads on Linux: that of the user, and that of a project. */
  public static List<String> places(String host) {
    return Stream.of(InstallScope.values())
        .map(scope -> file(Host.of(host).orElseThrow(), scope, OperatingSystem.OTHER))
        .map(file -> file.replace("`", ""))
        .toList();
  }

  /** Parses a host's file. */
  public static Map<String, Object> content(String host, String text) {
    try {
      return Host.of(host).orElseThrow().format().read(text);
    } catch (UneditableException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String entries(ServerRequest request, List<Host> hosts) {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (Host host : hosts) {
      String block = "```" + language(host) + "\n" + text(host, request) + "```\n";
      titles.computeIfAbsent(block, text -> new ArrayList<>()).add(host.title());
    }
    return titles.entrySet().stream()
        .map(group -> String.join(", ", group.getValue()) + ":\n\n" + group.getKey())
        .collect(Collectors.joining("\n"));
  }

  private static String text(Host host, ServerRequest request) {
    ConfiguredHost configured = new ConfiguredHost(host, Path.of(""), HostChoice.DEFAULT_NAME);
    return configured.alone(
        new ServerEntry(host.shape(Map.of()), Map.of()).with(request, configured.server()));
  }

  private static String language(Host host) {
    return switch (host) {
      case CODEX -> "toml";
      case GOOSE -> "yaml";
      default -> "json";
    };
  }

  /** Returns the hosts that read no file. */
  public static String pasted() {
    StringBuilder page = new StringBuilder("| host | name | where | what |\n|---|---|---|---|\n");
    for (PastedHost host : PastedHost.values()) {
      page.append(
          "| %s | `%s` | %s | %s |\n"
              .formatted(
                  host.title(),
                  host.id(),
                  host.place(),
                  host.isLocal()
                      ? "the JSON of Claude Desktop above"
                      : "the public `https://` address of a server"));
    }
    return page.toString();
  }
}
