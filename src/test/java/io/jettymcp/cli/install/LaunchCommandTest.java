package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.ProgramFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaunchCommandTest {
  private static final Path CACHED = Path.of("/home/me/.npm/_npx/4f1a/node_modules/jetty-mcp");

  private static List<String> words(ProgramFiles files, OperatingSystem system) {
    LaunchCommand command = LaunchCommand.forHosts(files, system);
    return Stream.concat(Stream.of(command.command()), command.arguments().stream()).toList();
  }

  private static ProgramFiles launcher(Path file) {
    return new ProgramFiles(Optional.of(file), Optional.empty());
  }

  private static ProgramFiles jar(Path file) {
    return new ProgramFiles(Optional.empty(), Optional.of(file));
  }

  @Test
  void hostsStartNpxInsteadOfWhatItKeepsInItsCache() {
    assertThat(words(launcher(CACHED.resolve("jetty-mcp")), OperatingSystem.MAC))
        .containsExactly("npx", "-y", "jetty-mcp");
    assertThat(words(jar(CACHED.resolve("lib/jetty-mcp.jar")), OperatingSystem.OTHER))
        .containsExactly("npx", "-y", "jetty-mcp");
  }

  @Test
  void hostsOnWindowsStartNpxThroughTheShell() {
    assertThat(words(jar(CACHED.resolve("lib/jetty-mcp.jar")), OperatingSystem.WINDOWS))
        .containsExactly("cmd", "/c", "npx", "-y", "jetty-mcp");
  }

  @Test
  void packageOfAProjectIsStartedByItsLauncher() {
    Path file = Path.of("/srv/node_modules/jetty-mcp/jetty-mcp");

    assertThat(words(launcher(file), OperatingSystem.OTHER)).containsExactly(file.toString());
  }

  @Test
  void scriptOfWindowsIsReplacedByItsJar() {
    Path jar = Path.of("/opt/jetty/lib/jetty-mcp.jar");
    ProgramFiles files =
        new ProgramFiles(Optional.of(Path.of("/opt/jetty/jetty-mcp.CMD")), Optional.of(jar));

    assertThat(words(files, OperatingSystem.WINDOWS))
        .hasSizeGreaterThan(2)
        .endsWith("-jar", jar.toString());
  }
}
