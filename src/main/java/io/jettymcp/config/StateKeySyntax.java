package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Accepts a file with a key that is long enough, and reads the key. */
public record StateKeySyntax() implements SettingSyntax<Path> {
  private static final int MIN_BYTES = 32;

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

  /**
   * Reads the key.
   *
   * @throws UsageException if it can no longer be read
   */
  public static Secret read(Path file) {
    try {
      return key(file);
    } catch (InvalidValueException e) {
      throw new UsageException(GeneralSettings.STATE_KEY_FILE.title() + " " + e.getMessage() + ".");
    }
  }

  private static Secret key(Path file) {
    String key;
    if (!Files.isRegularFile(file)) {
      throw ValueSyntax.not("an existing, readable file", file.toString());
    }
    try {
      key = SmallFile.read(file).orElse("");
    } catch (IOException e) {
      throw ValueSyntax.not("a readable file with text in UTF-8", file.toString());
    }
    if (key.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
      throw new InvalidValueException(
          "must name a file with a key of at least "
              + MIN_BYTES
              + " bytes, such as the output of: openssl rand -base64 48");
    }
    return Secret.of(key);
  }
}
