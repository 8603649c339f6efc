package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.PastedValue;
import io.jettymcp.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of one value. A pipe or device, which may never end, and a file that is too large
 * are not read: calls wait for this outside of their deadline.
 */
final class SmallFile {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MIN_KEY_BYTES = 32;

  /** The id of that user. */
  private static final int ROOT = 0;

  private static final Set<PosixFilePermission> OTHERS_PERMISSIONS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SmallFile() {}

  /** Accepts the file of a key that is long enough. */
  record KeySyntax() implements SettingSyntax<Path> {
    @Override
    public String label() {
      return "FILE";
    }

    @Override
    public Path parse(String text, ProcessEnvironment environment) {
      try {
        Path file = environment.resolve(text);
        key(file);
        return file;
      } catch (InvalidPathException e) {
        throw ValueSyntax.not("an existing, readable file", text);
      }
    }
  }

  /**
   * Returns the key in a file.
   *
   * @throws InvalidValueException if it cannot be read, or is too short to protect anything
   */
  static Secret key(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw ValueSyntax.not("an existing, readable file", file.toString());
    }
    try {
      String key = read(file).orElse("");
      if (key.getBytes(StandardCharsets.UTF_8).length >= MIN_KEY_BYTES) {
        return Secret.of(key);
      }
    } catch (IOException e) {
      throw ValueSyntax.not("a small file with text in UTF-8", file.toString());
    }
    throw new InvalidValueException(
        "must name a file with a key of at least "
            + MIN_KEY_BYTES
            + " bytes, such as the output of: openssl rand -base64 48");
  }

  /** Returns the text without blanks and quotes around it; empty if there is none or no file. */
  static Optional<String> read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return Optional.of(PastedValue.clean(TextEncoding.decode(bytes)))
          .filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Returns a warning if other users can read or change the file of a key. */
  static Optional<String> keyWarning(Path file) {
    return isOpenToOthers(file)
        ? Optional.of(
            "Other users can read the key file %1$s. To fix: chmod 600 %1$s".formatted(file))
        : Optional.empty();
  }

  /**
   * Returns true if other users can read or change it; false without POSIX permissions. A file of
   * root may be read by its group: so are keys mounted into containers, whose users are not root.
   */
  private static boolean isOpenToOthers(Path file) {
    try {
      Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS_PERMISSIONS);
      open.retainAll(Files.getPosixFilePermissions(file));
      if (Integer.valueOf(ROOT).equals(Files.getAttribute(file, "unix:uid"))) {
        open.remove(PosixFilePermission.GROUP_READ);
      }
      return !open.isEmpty();
    } catch (IOException | UnsupportedOperationException ignored) { // gone, or without permissions
      return false;
    }
  }

  /** Returns true if every user can change it, or replace it; false without POSIX permissions. */
  static boolean isWritableByAll(Path file) {
    return isOpen(file) || isOpen(file.toAbsolutePath().resolveSibling(""));
  }

  private static boolean isOpen(Path path) {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException ignored) { // gone, or without permissions
      return false;
    }
  }
}
