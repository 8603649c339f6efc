package io.jettymcp.cli.install;

import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Replaces a configuration file of another program atomically, and preserves its permissions. */
final class HostFile {
  private final Path path;

  HostFile(Path path) {
    this.path = path;
  }

  /** Returns the text; empty if there is no file. */
  String read() throws IOException {
    return Files.exists(path) ? TextEncoding.read(path) : "";
  }

  /** Replaces the text and returns the backup of the old file, if there was one. */
  Optional<Path> replace(String text) throws IOException {
    boolean exists = Files.exists(path);
    // Links are followed, because some people link such files to a repository.
    Path real = exists ? path.toRealPath() : path.toAbsolutePath();
    Path directory = real.resolveSibling("").toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    Path temporary =
        directory.resolve("." + real.getFileName() + "." + ProcessHandle.current().pid());
    Path backup = path.resolveSibling(path.getFileName() + ".bak");
    try {
      if (exists) {
        copy(real, backup);
        copy(real, temporary);
      }
      Files.writeString(temporary, text);
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return exists ? Optional.of(backup) : Optional.empty();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
