package io.jettymcp.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A configuration file of another program: replaced as a whole or not at all, its rights kept. */
final class HostFile {
  private final Path path;

  HostFile(Path path) {
    this.path = path;
  }

  /** The text; empty when there is no file. */
  String read() throws IOException {
    return Files.exists(path) ? Files.readString(path) : "";
  }

  /** Replaces the text and returns where the old one is kept, if there was one. */
  Optional<Path> replace(String text) throws IOException {
    boolean exists = Files.exists(path);
    // Through a link to the file itself, so that those who keep such files elsewhere still do.
    Path real = exists ? path.toRealPath() : path.toAbsolutePath();
    Path directory = real.resolveSibling("").toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    Path fresh = directory.resolve("." + real.getFileName() + "." + ProcessHandle.current().pid());
    Path backup = path.resolveSibling(path.getFileName() + ".bak");
    try {
      if (exists) {
        copy(real, backup);
        copy(real, fresh);
      }
      Files.writeString(fresh, text);
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return exists ? Optional.of(backup) : Optional.empty();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
