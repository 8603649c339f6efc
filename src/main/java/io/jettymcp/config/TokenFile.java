package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The file that keeps the token: mode 0600 in a directory of mode 0700, replaced as a whole. */
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

  /** What the file holds, without blanks around it; empty when it is missing or holds nothing. */
  Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(path).trim()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** Whether anybody but the owner may read it; never true where files have no such rights. */
  boolean isOpenToOthers() throws IOException {
    return hasRights(path) && !OWNER_ONLY_FILE.containsAll(Files.getPosixFilePermissions(path));
  }

  void write(Secret token) throws IOException {
    makeDirectory();
    Path fresh = Files.createTempFile(directory, ".token", ""); // 0600 by its own contract
    try {
      Files.writeString(fresh, token.reveal() + "\n");
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  boolean remove() throws IOException {
    return Files.deleteIfExists(path);
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) { // createDirectories refuses links to directories
      Files.createDirectories(directory);
    }
    if (hasRights(directory)
        && !OWNER_ONLY_DIRECTORY.containsAll(Files.getPosixFilePermissions(directory))) {
      Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
    }
  }

  private static boolean hasRights(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
