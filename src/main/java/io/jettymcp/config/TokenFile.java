package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
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

  /**
   * Returns the content without blanks and quotes around it; empty if the file is missing or empty.
   */
  Optional<String> read() throws IOException {
    return SmallFile.read(path);
  }

  /** Returns true if users other than the owner can read it; false without POSIX permissions. */
  boolean isReadableByOthers() throws IOException {
    return hasPosixPermissions(path)
        && !OWNER_ONLY_FILE.containsAll(Files.getPosixFilePermissions(path));
  }

  void write(Secret token) throws IOException {
    createDirectory();
    Path real = Files.exists(path) ? path.toRealPath() : path; // keeps a link
    Path temporary =
        Files.createTempFile(real.getParent(), ".token", ""); // 0600 by its own contract
    try {
      Files.writeString(temporary, token.reveal() + "\n");
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  boolean remove() throws IOException {
    return Files.deleteIfExists(path);
  }

  private void createDirectory() throws IOException {
    if (!Files.isDirectory(directory)) { // createDirectories rejects links to directories
      createDirectories();
    }
    if (hasPosixPermissions(directory)
        && !OWNER_ONLY_DIRECTORY.containsAll(Files.getPosixFilePermissions(directory))) {
      Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
    }
  }

  /** Creates the directories above it for their owner too: the umask may leave all open. */
  private void createDirectories() throws IOException {
    if (hasPosixPermissions(directory)) {
      Files.createDirectories(
          directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
    } else {
      Files.createDirectories(directory);
    }
  }

  private static boolean hasPosixPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
