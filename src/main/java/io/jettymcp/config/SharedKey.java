package io.jettymcp.config;

import static io.jettymcp.config.HttpOptions.KEY;
import static io.jettymcp.config.HttpOptions.KEY_FILE;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.PastedValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads the key of {@code --auth key}: from its file, else from the environment. */
final class SharedKey {
  private static final int MAX_LENGTH = 4_096;

  /** Matches what clients can send in a header (RFC 6750, section 2.1). */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final Optional<Path> file;
  private final Optional<String> variable;
  private final Consumer<String> warnings;

  /**
   * @param warnings takes sentences for people
   */
  SharedKey(Optional<Path> file, Optional<String> variable, Consumer<String> warnings) {
    this.file = file;
    this.variable = variable;
    this.warnings = warnings;
  }

  /**
   * Returns the key if callers are identified by it.
   *
   * @throws UsageException if it is missing, unusable, or a key file would have no effect
   */
  Optional<Secret> read(Auth auth) {
    if (auth == Auth.KEY) {
      return Optional.of(file.isPresent() ? fromFile(file.get()) : fromVariable());
    }
    if (file.isPresent()) {
      throw new UsageException("--key-file has no effect without --auth key: set both.");
    }
    if (variable.isPresent()) {
      warnings.accept(KEY.title() + " has no effect without --auth key.");
    }
    return Optional.empty();
  }

  private Secret fromVariable() {
    return variable
        .map(text -> checked(text, KEY.title()))
        .orElseThrow(
            () ->
                new UsageException(
                    "--auth key needs a key: set --key-file or " + KEY.title() + "."));
  }

  private Secret fromFile(Path path) {
    try {
      SmallFile.keyWarning(path).ifPresent(warnings);
      return checked(SmallFile.read(path).orElse(""), KEY_FILE.title());
    } catch (IOException e) {
      throw new UsageException(KEY_FILE.title() + " must be a small file with text in UTF-8.");
    }
  }

  private static Secret checked(String text, String source) {
    String key = PastedValue.cleanToken(text);
    if (key.length() > MAX_LENGTH || !BEARER.matcher(key).matches()) {
      throw new UsageException(
          source
              + " must hold a key of 1 to "
              + MAX_LENGTH
              + " characters: letters, digits, - . _ ~ + /, and = at its end.");
    }
    return Secret.of(key);
  }
}
