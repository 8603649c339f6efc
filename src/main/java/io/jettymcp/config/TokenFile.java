package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Stores the token in a file of mode 0600 in a directory of mode 0700, replaced atomically. */
final class TokenFile {
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final Path path;

  TokenFile(Path directory) {
    this.directory = directory;
    this.path = directory.resolve("token");
  }

  Path path() {
    return path;
  }

  /** Returns the trimmed content; empty if the file is missing or empty. */
  Optional<String> read() throws IOException {
    try {
      return Optional.of(TextEncoding.read(path).trim()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Returns true if users other than the owner can read it; false without POSIX permissions. */
  boolean isReadableByOthers() throws IOException {
    return hasPosixPermissions(path)
        && !OWNER_ONLY_FILE.containsAll(Files.getPosixFilePermissions(path));
  }

  void write(Secret token) throws IOException {
    createDirectory();
    Path temporary = Files.createTempFile(directory, ".token", ""); // 0600 by its own contract
    try {
      Files.writeString(temporary, token.reveal() + "\n");
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  boolean remove() throws IOException {
    return Files.deleteIfExists(path);
  }

  private void createDirectory() throws IOException {
    if (!Files.isDirectory(directory)) { // createDirectories rejects links to directories
      Files.createDirectories(directory);
    }
    if (hasPosixPermissions(directory)
        && !OWNER_ONLY_DIRECTORY.containsAll(Files.getPosixFilePermissions(directory))) {
      Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
    }
  }

  private static boolean hasPosixPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
