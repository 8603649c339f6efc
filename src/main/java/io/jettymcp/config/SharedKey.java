package io.jettymcp.config;

import static io.jettymcp.config.SettingDefinition.KEY;
import static io.jettymcp.config.SettingDefinition.KEY_FILE;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The key of {@code --auth key}: from its file, else from the environment. */
final class SharedKey {
  private static final int MAX_LENGTH = 4_096;

  /** What clients can send in a header (RFC 6750, section 2.1). */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Set<PosixFilePermission> FOR_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Optional<Path> file;
  private final Optional<String> variable;
  private final Consumer<String> warnings;

  SharedKey(SettingReader reader, ProcessEnvironment surroundings, Consumer<String> warnings) {
    this.file =
        reader.readOptional(KEY_FILE, text -> SettingSyntax.file(surroundings, text)).value();
    this.variable = surroundings.variable(KEY.title());
    this.warnings = warnings;
  }

  /**
   * The key, where this kind of access needs one.
   *
   * @throws UsageException if it is missing or cannot be used, or would be without effect
   */
  Optional<Secret> read(Auth auth) {
    if (auth == Auth.KEY) {
      return Optional.of(file.isPresent() ? ofFile(file.get()) : ofVariable());
    }
    if (file.isPresent()) {
      throw new UsageException("--key-file has no effect without --auth key: give both.");
    }
    if (variable.isPresent()) {
      warnings.accept(KEY.title() + " has no effect without --auth key.");
    }
    return Optional.empty();
  }

  private Secret ofVariable() {
    return variable
        .map(text -> usable(text, KEY.title()))
        .orElseThrow(
            () ->
                new UsageException(
                    "--auth key needs a key: give --key-file or set " + KEY.title() + "."));
  }

  private Secret ofFile(Path path) {
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(path).stream().anyMatch(FOR_OTHERS::contains)) {
        warnings.accept(
            "Others may read the key file %1$s. Close it with: chmod 600 %1$s".formatted(path));
      }
      return usable(Files.readString(path).trim(), KEY_FILE.title());
    } catch (IOException unreadable) {
      throw new UsageException(KEY_FILE.title() + " names a file that cannot be read as text.");
    }
  }

  private static Secret usable(String key, String source) {
    if (key.length() > MAX_LENGTH || !BEARER.matcher(key).matches()) {
      throw new UsageException(
          source
              + " must hold a key of 1 to "
              + MAX_LENGTH
              + " characters: letters, digits, - . _ ~ + / and = at the end.");
    }
    return Secret.of(key);
  }
}
