package io.jettymcp.cli.install;

import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a host starts this server: an absolute command, for hosts have a PATH of their own. */
public record LaunchCommand(String command, List<String> arguments) {
  /** The system property in which the launcher script leaves its own path. */
  private static final String LAUNCHER = "jetty-mcp.launcher";

  public LaunchCommand {
    arguments = List.copyOf(arguments);
  }

  /** The way in which this process was started: by the launcher, else from its jar. */
  public static LaunchCommand ofProcess() {
    Optional<String> launcher = Optional.ofNullable(System.getProperty(LAUNCHER));
    if (launcher.isPresent()) {
      return new LaunchCommand(launcher.get(), List.of());
    }
    return new LaunchCommand(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-jar", jar().toString()));
  }

  /** The server on stdio with the settings that were given here, the token never among them. */
  LaunchCommand serving(Settings settings) {
    Stream<String> flags =
        settings.shown().stream()
            .filter(setting -> !(setting.source() instanceof Source.Default))
            .flatMap(setting -> setting.setting().flag().map(flag -> flag(flag, setting)).stream());
    List<String> all = new ArrayList<>(arguments);
    all.add("stdio");
    flags.forEach(all::add);
    return new LaunchCommand(command, all);
  }

  private static String flag(String flag, Settings.Shown setting) {
    return setting.setting().isSwitch() && setting.value().equals("true")
        ? flag
        : flag + "=" + setting.value();
  }

  private static Path jar() {
    try {
      Path program =
          Path.of(LaunchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(program)) {
        return program.toAbsolutePath();
      }
    } catch (URISyntaxException notAFile) {
      throw new UsageException("The program does not know where it is: start it by ./jetty-mcp.");
    }
    throw new UsageException("A host can start no loose classes: start this by ./jetty-mcp.");
  }
}
