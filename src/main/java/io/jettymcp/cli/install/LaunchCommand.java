package io.jettymcp.cli.install;

import io.jettymcp.app.ProgramFiles;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProxyUrl;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds the command that a host starts: an absolute path, because hosts have a PATH of their own,
 * except for npx.
 */
public record LaunchCommand(String command, List<String> arguments) {
  /** The settings with a flag that are taken from the environment, as the help says. */
  private static final Set<Setting<?>> DEFAULTS =
      Set.of(GeneralSettings.COLLECTION, GeneralSettings.READ_ONLY);

  private static final String NAME = "jetty-mcp";

  public LaunchCommand {
    arguments = List.copyOf(arguments);
  }

  /** Returns what hosts start to have this program. */
  static LaunchCommand forHosts() {
    return forHosts(ProgramFiles.ofProcess(), OperatingSystem.ofProcess());
  }

  /** Returns npx instead of what it keeps in its cache, else how this process was started. */
  static LaunchCommand forHosts(ProgramFiles files, OperatingSystem system) {
    if (!files.isInNpxCache()) {
      return of(files);
    }
    List<String> words = new ArrayList<>(ProgramFiles.NPX_COMMAND);
    if (system == OperatingSystem.WINDOWS) {
      words.addAll(0, List.of("cmd", "/c"));
    }
    return new LaunchCommand(words.get(0), words.subList(1, words.size()));
  }

  /** Returns how this process was started. */
  public static LaunchCommand ofProcess() {
    return of(ProgramFiles.ofProcess());
  }

  /**
   * Returns the launcher, else the jar. Hosts cannot start scripts of Windows without a shell, so
   * there it is always the jar.
   */
  private static LaunchCommand of(ProgramFiles files) {
    Optional<String> launcher =
        files
            .launcher()
            .map(Path::toString)
            .filter(path -> !path.toLowerCase(Locale.ROOT).endsWith(".cmd"));
    if (launcher.isPresent()) {
      return new LaunchCommand(launcher.get(), List.of());
    }
    Path jar =
        files
            .jar()
            .orElseThrow(
                () ->
                    new UsageException(
                        "Run this through ./jetty-mcp; a host cannot start a class directory."));
    return new LaunchCommand(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-jar", jar.toString()));
  }

  /**
   * Returns the server on stdio with the settings of this invocation, but never the token: flags
   * replace those of an entry, values of the environment only supplement them.
   *
   * @param variables environment variables to set; an empty value removes one
   * @throws UsageException if the proxy needs a password, which must not be written either
   */
  ServerRequest serving(Settings settings, Map<String, String> variables) {
    if (settings.get(GeneralSettings.PROXY).flatMap(ProxyUrl::user).isPresent()) {
      throw new UsageException(
          "The password of the proxy is not written to a host's file. Set HTTPS_PROXY in the"
              + " environment of the host's configuration instead.");
    }
    List<String> flags = new ArrayList<>();
    List<ServerRequest.DefaultFlag> defaults = new ArrayList<>();
    for (Settings.Shown setting : settings.shown()) {
      Optional<String> flag = setting.setting().flag();
      if (flag.isPresent() && setting.source() instanceof Source.Flag) {
        flags.add(word(flag.get(), setting));
      } else if (flag.isPresent()
          && DEFAULTS.contains(setting.setting())
          && setting.source() instanceof Source.Environment variable) {
        defaults.add(
            new ServerRequest.DefaultFlag(flag.get(), word(flag.get(), setting), variable.name()));
      }
    }
    Map<String, String> defaultVariables =
        settings.source(GeneralSettings.API_URL) instanceof Source.Environment variable
            ? Map.of(variable.name(), settings.get(GeneralSettings.API_URL).toString())
            : Map.of();
    return new ServerRequest.Local(words(), flags, defaults, variables, defaultVariables);
  }

  private List<String> words() {
    return Stream.concat(Stream.of(command), arguments.stream()).toList();
  }

  /**
   * Returns true if the program is in a directory, such as a checkout, or the directory is in the
   * program's checkout.
   */
  boolean isIn(Path directory) {
    String start = directory + directory.getFileSystem().getSeparator();
    Path home = Path.of(command).resolveSibling("");
    return words().stream().anyMatch(word -> word.startsWith(start))
        || (directory.startsWith(home) && Files.exists(home.resolve("pom.xml")));
  }

  /**
   * Returns the command under a path that outlives updates: a package manager links its current
   * version into a directory of the PATH.
   *
   * @param path directories
   */
  LaunchCommand onPath(List<Path> path) {
    Path launcher = Path.of(command);
    if (!arguments.isEmpty() || !launcher.isAbsolute()) {
      return this;
    }
    return path.stream()
        .filter(Path::isAbsolute)
        .map(directory -> directory.resolve(NAME))
        .filter(file -> isSame(file, launcher))
        .findFirst()
        .map(file -> new LaunchCommand(file.toString(), List.of()))
        .orElse(this);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static String word(String flag, Settings.Shown setting) {
    return setting.setting().isSwitch() && setting.value().equals("true")
        ? flag
        : flag + "=" + setting.value();
  }
}
