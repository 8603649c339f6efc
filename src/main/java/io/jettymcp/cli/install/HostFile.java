package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.UneditableException;
import io.jettymcp.text.FileProblem;
import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces a configuration file of another program atomically, and preserves its permissions and
 * encoding. The directory may be open to other users: no file or link that they put there is
 * written through. The host may be running and write the file too: if it did so in between, its
 * text is edited instead.
 */
final class HostFile {
  private static final int MAX_BACKUPS = 1_000;
  private static final int MAX_ATTEMPTS = 5;
  private static final long MEGABYTE = 1024L * 1024;
  private static final long MAX_SIZE = 16 * MEGABYTE;

  private final Path path;

  HostFile(Path path) {
    this.path = path;
  }

  /** Edits text; can be repeated. */
  interface Edit {
    String apply(String text) throws UneditableException;
  }

  /**
   * @param backup of the old file, if there was one
   */
  private record Replaced(Optional<Path> backup) {}

  /** Returns the text; empty if there is no file. */
  String read() throws IOException {
    return text(bytes());
  }

  /** Edits the text and returns the backup of the old file, if there was one and it changed. */
  Optional<Path> edit(Edit edit) throws IOException, UneditableException {
    for (int attempt = 1; ; attempt++) {
      byte[] old = bytes();
      String before = text(old);
      String after = edit.apply(before);
      if (after.equals(before)) {
        return Optional.empty();
      }
      try {
        Optional<Replaced> replaced =
            replace(old, TextEncoding.encode(after, old), attempt < MAX_ATTEMPTS);
        if (replaced.isPresent()) {
          return replaced.get().backup();
        }
      } catch (FileSystemException e) {
        throw new IOException("Cannot write " + path + ": " + FileProblem.of(e), e);
      }
    }
  }

  private byte[] bytes() throws IOException {
    if (Files.isSymbolicLink(path) && !Files.exists(path)) {
      throw new IOException(
          path + " is a link to a file that does not exist. Create that file, or remove the link.");
    }
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a directory.");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(path + " is not a regular file.");
    }
    try {
      if (!Files.exists(path)) {
        return new byte[0];
      }
      if (Files.size(path) > MAX_SIZE) {
        throw new IOException(
            path + " is larger than " + MAX_SIZE / MEGABYTE + " MB; it was not changed.");
      }
      return Files.readAllBytes(path);
    } catch (FileSystemException e) {
      throw new IOException("Cannot read " + path + ": " + FileProblem.of(e), e);
    }
  }

  private String text(byte[] bytes) throws IOException {
    try {
      return TextEncoding.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is neither UTF-8 nor UTF-16 text; it was not changed.", e);
    }
  }

  /**
   * Replaces the file.
   *
   * @param wary whether to give up if the file is no longer the old one
   * @return empty if it gave up
   */
  private Optional<Replaced> replace(byte[] old, byte[] content, boolean wary) throws IOException {
    boolean exists = Files.exists(path);
    // Links are followed, because some people link such files to a repository.
    Path real = exists ? path.toRealPath() : path.toAbsolutePath();
    Path directory = real.resolveSibling("").toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, permissions(directory, "rwxr-xr-x"));
    }
    Path temporary = directory.resolve("." + real.getFileName() + "." + UUID.randomUUID());
    Optional<Path> backup = Optional.empty();
    boolean replaced = false;
    try {
      if (exists) {
        Files.copy(real, temporary, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        Files.createFile(temporary, permissions(directory, "rw-r--r--"));
      }
      write(temporary, content);
      backup = exists ? Optional.of(backup(real)) : backup;
      if (wary && !Arrays.equals(old, bytes())) {
        return Optional.empty();
      }
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      replaced = true;
      return Optional.of(new Replaced(backup));
    } finally {
      Files.deleteIfExists(temporary);
      if (!replaced && backup.isPresent()) {
        Files.deleteIfExists(backup.get());
      }
    }
  }

  /**
   * Writes to a file that exists. Names it in the exception, as Java does not if a disk is full.
   */
  private static void write(Path file, byte[] content) throws FileSystemException {
    try {
      Files.write(
          file,
          content,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new FileSystemException(file.toString(), null, FileProblem.of(e));
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
