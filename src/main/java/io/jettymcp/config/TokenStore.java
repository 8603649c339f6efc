package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.FileProblem;
import io.jettymcp.text.PastedValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds and stores Jetty's token: in the environment, else in the token file, else in the CLAUDE.md
 * of the working directory, from which it is copied to the token file. It is looked up for every
 * call, so that a login takes effect in a running server. Thread-safe.
 */
public final class TokenStore {
  /** The environment variable with the token. */
  public static final String VARIABLE = "JETTY_API_TOKEN";

  private static final int MAX_LENGTH = 4_096;

  private final ProcessEnvironment environment;
  private final TokenFile file;
  private final LegacyToken legacy;
  private final Supplier<String> program;
  private final Consumer<String> warnings;
  private final Set<String> issued = ConcurrentHashMap.newKeySet();

  /**
   * @param program returns how the person types the name of this program
   * @param warnings takes sentences for people, each once; none contains a secret
   */
  public TokenStore(
      ProcessEnvironment environment, Supplier<String> program, Consumer<String> warnings) {
    this.environment = environment;
    this.file = new TokenFile(environment.jettyDirectory());
    this.legacy = new LegacyToken(environment.workingDirectory());
    this.program = program;
    this.warnings = warnings;
  }

  /**
   * Parses a token as entered or stored, without what people paste around it.
   *
   * @throws UsageException if it could not be sent; the message does not quote it
   */
  public static Secret parse(String text) {
    String token = PastedValue.cleanToken(text);
    if (token.isEmpty()) {
      throw new UsageException("No token entered.");
    }
    if (PastedValue.isPlaceholderOfSecret(token)) {
      throw new UsageException("It is a placeholder that was not filled in, not a token.");
    }
    if (token.length() > MAX_LENGTH) {
      throw new UsageException("A token cannot be longer than " + MAX_LENGTH + " characters.");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) >= 0x7f) {
        throw new UsageException("A token cannot contain spaces, control or non-ASCII characters.");
      }
    }
    return Secret.of(token);
  }

  /** Returns whether a token of Jetty is a placeholder that was not filled in. */
  public static boolean isPlaceholder(Secret token) {
    return PastedValue.isPlaceholderOfSecret(token.reveal());
  }

  /**
   * Reads the token to use now; empty if there is none. A source with an unusable token is not
   * skipped for the next one, so that no call is made under an identity the user did not intend.
   */
  public Optional<SettingValue<Secret>> current() {
    Optional<String> variable = environment.secret(VARIABLE);
    if (variable.isPresent()) {
      return parsed(variable.get(), new Source.Environment(VARIABLE));
    }
    try {
      Optional<String> stored = file.read();
      if (stored.isEmpty()) {
        return copyLegacy();
      }
      warnIfReadableByOthers();
      return parsed(stored.get(), new Source.File(file.path()));
    } catch (IOException e) {
      warn("Cannot read the token file " + file.path() + "; it is ignored.");
      return Optional.empty();
    }
  }

  /** Returns the file that {@link #store} writes. */
  public Path path() {
    return file.path();
  }

  /**
   * Stores a token for later runs.
   *
   * @throws UncheckedIOException if the file cannot be written; the old one is then unchanged
   */
  public void store(Secret token) {
    try {
      file.write(parse(token.reveal()));
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /**
   * Removes the token file, and returns whether there was one.
   *
   * @throws UncheckedIOException if it cannot be removed
   */
  public boolean remove() {
    try {
      return file.remove();
    } catch (IOException e) {
      throw failed("remove", e);
    }
  }

  private UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(
        "Cannot %s the token file %s: %s".formatted(what, file.path(), FileProblem.of(e)), e);
  }

  /** Returns the sources besides the token file that currently contain a token. */
  public List<Source> elsewhere() {
    List<Source> places = new ArrayList<>();
    if (environment.secret(VARIABLE).isPresent()) {
      places.add(new Source.Environment(VARIABLE));
    }
    if (legacy.read().isPresent()) {
      places.add(new Source.File(legacy.file()));
    }
    return places;
  }

  /** Synchronized, so that two first calls do not copy the same token twice. */
  private synchronized Optional<SettingValue<Secret>> copyLegacy() throws IOException {
    Optional<Secret> found = legacy.read();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Secret token = found.get();
    try {
      Optional<String> meanwhile = file.read();
      if (meanwhile.isPresent()) {
        return parsed(meanwhile.get(), new Source.File(file.path()));
      }
      file.write(token);
      warn(
          "Copied the token %s from %s to %s. Delete it from %s, where other users may read it."
              .formatted(token.redacted(), legacy.file(), file.path(), legacy.file()));
      return Optional.of(new SettingValue<>(token, new Source.File(file.path())));
    } catch (IOException e) {
      warn(
          "Using the token %s from %s: it could not be copied to %s. Run: %s login"
              .formatted(token.redacted(), legacy.file(), file.path(), program.get()));
      return Optional.of(new SettingValue<>(token, new Source.File(legacy.file())));
    }
  }

  private Optional<SettingValue<Secret>> parsed(String text, Source source) {
    try {
      return Optional.of(new SettingValue<>(parse(text), source));
    } catch (UsageException e) {
      warn("The token from the %s is ignored. %s".formatted(source.words(), e.getMessage()));
      return Optional.empty();
    }
  }

  private void warnIfReadableByOthers() throws IOException {
    if (file.isReadableByOthers()) {
      warn(
          "Other users can read the token file %1$s. To fix: chmod 600 %1$s"
              .formatted(file.path()));
    }
  }

  private void warn(String sentence) {
    if (issued.add(sentence)) {
      warnings.accept(sentence);
    }
  }
}
