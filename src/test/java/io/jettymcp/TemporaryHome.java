package io.jettymcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Creates a home and a working directory for one test. */
public final class TemporaryHome {
  public final Path directory;
  public final Path home;
  public final Path work;

  public TemporaryHome() {
    this(create());
  }

  public TemporaryHome(Path directory) {
    this.directory = directory;
    try {
      home = Files.createDirectories(directory.resolve("home")).toRealPath();
      work = Files.createDirectories(directory.resolve("work")).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path create() {
    try {
      return Files.createTempDirectory("jetty-mcp");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
