package io.jettymcp.cli.install;

import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces a configuration file of another program atomically, and preserves its permissions. The
 * directory may be open to other users: no file or link that they put there is written through.
 */
final class HostFile {
  private static final int MAX_BACKUPS = 1_000;

  private final Path path;

  HostFile(Path path) {
    this.path = path;
  }

  /** Returns the text; empty if there is no file. */
  String read() throws IOException {
    if (Files.isSymbolicLink(path) && !Files.exists(path)) {
      throw new NoSuchFileException(
          path + " is a link to a file that does not exist. Create that file, or remove the link.");
    }
    return Files.exists(path) ? TextEncoding.read(path) : "";
  }

  /** Replaces the text and returns the backup of the old file, if there was one. */
  Optional<Path> replace(String text) throws IOException {
    boolean exists = Files.exists(path);
    // Links are followed, because some people link such files to a repository.
    Path real = exists ? path.toRealPath() : path.toAbsolutePath();
    Path directory = real.resolveSibling("").toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, permissions(directory, "rwxr-xr-x"));
    }
    Path temporary = directory.resolve("." + real.getFileName() + "." + UUID.randomUUID());
    try {
      Optional<Path> backup = exists ? Optional.of(backup(real)) : Optional.empty();
      if (exists) {
        Files.copy(real, temporary, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        Files.createFile(temporary, permissions(directory, "rw-r--r--"));
      }
      Files.write(
          temporary,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return backup;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Copies the file under the first free name, as a backup that is there may be someone else's. */
  private Path backup(Path real) throws IOException {
    for (int i = 1; i <= MAX_BACKUPS; i++) {
      Path backup = path.resolveSibling(path.getFileName() + ".bak" + (i == 1 ? "" : "." + i));
      try {
        return Files.copy(real, backup, StandardCopyOption.COPY_ATTRIBUTES);
      } catch (FileAlreadyExistsException ignored) {
        // The next name may be free.
      }
    }
    throw new IOException("Too many backups of " + path + ": remove some");
  }

  /** Bounds what the umask leaves, as files that all can write are run by a host. */
  private static FileAttribute<?>[] permissions(Path place, String rights) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
