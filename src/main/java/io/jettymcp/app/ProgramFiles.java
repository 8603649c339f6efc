package io.jettymcp.app;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Locates the files of this program.
 *
 * @param launcher the script that started it; empty if Java was started without it
 * @param jar empty if it runs from a directory of classes
 */
public record ProgramFiles(Optional<Path> launcher, Optional<Path> jar) {
  /** The command that starts the program where npx does: npm finds or downloads it. */
  public static final List<String> NPX_COMMAND = List.of("npx", "-y", "jetty-mcp");

  /** The system property that the launcher script sets to its own path. */
  private static final String LAUNCHER_PROPERTY = "jetty-mcp.launcher";

  /** The directory of npm's cache in which npx keeps programs. */
  private static final Path NPX_CACHE = Path.of("_npx");

  /** Returns the files of the program that is running. */
  public static ProgramFiles ofProcess() {
    return new ProgramFiles(
        Optional.ofNullable(System.getProperty(LAUNCHER_PROPERTY)).map(Path::of), ownJar());
  }

  /** Returns whether npx started the program, from a cache that npm may empty at any time. */
  public boolean isInNpxCache() {
    return Stream.of(launcher, jar)
        .flatMap(Optional::stream)
        .flatMap(file -> StreamSupport.stream(file.spliterator(), false))
        .anyMatch(NPX_CACHE::equals);
  }

  private static Optional<Path> ownJar() {
    CodeSource source = ProgramFiles.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
