package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Jetty's token: from the environment, else from the token file, else from the CLAUDE.md of the
 * working directory, from where it is moved to the token file. It is looked up for every call, so
 * that a login takes effect in a server that is running. Safe for use by several threads.
 */
public final class TokenStore {
  /** The environment variable that holds the token. */
  public static final String VARIABLE = "JETTY_API_TOKEN";

  private static final int MAX_LENGTH = 4_096;

  private final ProcessEnvironment surroundings;
  private final TokenFile file;
  private final LegacyToken legacy;
  private final Consumer<String> warnings;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * @param warnings takes sentences for people, each one once; none holds a secret
   */
  public TokenStore(ProcessEnvironment surroundings, Consumer<String> warnings) {
    this.surroundings = surroundings;
    this.file = new TokenFile(surroundings.jettyDirectory());
    this.legacy = new LegacyToken(surroundings.workingDirectory());
    this.warnings = warnings;
  }

  /**
   * A token as somebody typed or stored it.
   *
   * @throws UsageException if it could not be sent; the message does not repeat it
   */
  public static Secret parse(String text) {
    String token = text.trim();
    if (token.isEmpty() || token.length() > MAX_LENGTH) {
      throw new UsageException("A token has 1 to " + MAX_LENGTH + " characters.");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) >= 0x7f) {
        throw new UsageException(
            "A token has no blanks, control characters or letters outside ASCII in it.");
      }
    }
    return Secret.of(token);
  }

  /**
   * The token to use now, read anew; empty when there is none. A place that holds something
   * unusable hides those behind it, so that no call is made in another name than the user meant.
   */
  public Optional<SettingValue<Secret>> current() {
    Optional<String> variable = surroundings.variable(VARIABLE);
    if (variable.isPresent()) {
      return usable(variable.get(), new Source.Environment(VARIABLE));
    }
    try {
      Optional<String> stored = file.read();
      if (stored.isEmpty()) {
        return moveLegacy();
      }
      warnIfOpenToOthers();
      return usable(stored.get(), new Source.File(file.path()));
    } catch (IOException unreadable) {
      warn("The token file " + file.path() + " cannot be read, so it is left aside.");
      return Optional.empty();
    }
  }

  /** Where {@link #store} keeps the token. */
  public Path path() {
    return file.path();
  }

  /**
   * Keeps a token for all later runs.
   *
   * @throws UncheckedIOException if the file cannot be written; the old one is then untouched
   */
  public void store(Secret token) {
    try {
      file.write(parse(token.reveal()));
    } catch (IOException e) {
      throw new UncheckedIOException("The token file " + file.path() + " cannot be written", e);
    }
  }

  /**
   * Removes the token file; says whether there was one.
   *
   * @throws UncheckedIOException if it cannot be removed
   */
  public boolean remove() {
    try {
      return file.remove();
    } catch (IOException e) {
      throw new UncheckedIOException("The token file " + file.path() + " cannot be removed", e);
    }
  }

  /** The places beside the token file that hold a token at the moment. */
  public List<Source> elsewhere() {
    List<Source> places = new ArrayList<>();
    if (surroundings.variable(VARIABLE).isPresent()) {
      places.add(new Source.Environment(VARIABLE));
    }
    if (legacy.read().isPresent()) {
      places.add(new Source.File(legacy.file()));
    }
    return places;
  }

  /** One at a time, so that two first calls do not move the same token twice. */
  private synchronized Optional<SettingValue<Secret>> moveLegacy() throws IOException {
    Optional<Secret> found = legacy.read();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Secret token = found.get();
    try {
      Optional<String> meanwhile = file.read();
      if (meanwhile.isPresent()) {
        return usable(meanwhile.get(), new Source.File(file.path()));
      }
      file.write(token);
      warn(
          "Copied the token %s from %s to %s. Delete it from %s, where others may read it."
              .formatted(token.redacted(), legacy.file(), file.path(), legacy.file()));
      return Optional.of(new SettingValue<>(token, new Source.File(file.path())));
    } catch (IOException notWritten) {
      warn(
          "Using the token %s from %s: it could not be copied to %s. Run jetty-mcp login."
              .formatted(token.redacted(), legacy.file(), file.path()));
      return Optional.of(new SettingValue<>(token, new Source.File(legacy.file())));
    }
  }

  private Optional<SettingValue<Secret>> usable(String text, Source source) {
    try {
      return Optional.of(new SettingValue<>(parse(text), source));
    } catch (UsageException unusable) {
      warn(
          "The token from the %s is left aside. %s"
              .formatted(source.words(), unusable.getMessage()));
      return Optional.empty();
    }
  }

  private void warnIfOpenToOthers() throws IOException {
    if (file.isOpenToOthers()) {
      warn(
          "Others may read the token file %1$s. Close it with: chmod 600 %1$s"
              .formatted(file.path()));
    }
  }

  private void warn(String sentence) {
    if (said.add(sentence)) {
      warnings.accept(sentence);
    }
  }
}
