package io.jettymcp.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a token in a project's CLAUDE.md, where Jetty's first instructions asked people to put it.
 */
public final class LegacyToken {
  private static final Pattern TOKEN =
      Pattern.compile("(?<![A-Za-z0-9_-])mlc_[A-Za-z0-9_-]{16,200}(?![A-Za-z0-9_-])");

  /** Placeholders such as {@code mlc_put_your_token_here}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("mlc_[A-Za-z]*[_-][A-Za-z_-]*");

  private static final long MAX_BYTES = 4L << 20;

  private final Path file;

  public LegacyToken(Path workingDirectory) {
    this.file = workingDirectory.resolve("CLAUDE.md");
  }

  public Path file() {
    return file;
  }

  /**
   * Returns the first token in the file, whatever its encoding: tokens are ASCII. An unreadable
   * file counts as empty, because it is not ours.
   */
  public Optional<Secret> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      Matcher matcher = TOKEN.matcher(Files.readString(file, ISO_8859_1));
      while (matcher.find()) {
        if (!PLACEHOLDER.matcher(matcher.group()).matches()) {
          return Optional.of(Secret.of(matcher.group()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
