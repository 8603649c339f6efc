package io.jettymcp.config;

import java.io.File;
import java.nio.charset.StandardCharsets;

/**
 * Detects letters that Java lost in arguments, file names and environment variables. It decodes
 * them by the locale: the launcher chooses one of UTF-8, a user who starts the jar may not.
 *
 * @param name the encoding, for example {@code ANSI_X3.4-1968}
 * @param complete whether it has all letters
 */
public record NameEncoding(String name, boolean complete) {
  private static final char REPLACEMENT = '\uFFFD';

  public static NameEncoding ofProcess() {
    return of(System.getProperty("sun.jnu.encoding", ""), File.separatorChar == '\\');
  }

  /** Windows passes names in UTF-16, whatever its encoding is. */
  public static NameEncoding of(String name, boolean windows) {
    return new NameEncoding(name, windows || name.equalsIgnoreCase(StandardCharsets.UTF_8.name()));
  }

  /**
   * Rejects a command line, home or working directory with letters that were lost.
   *
   * @throws UsageException that does not quote them
   */
  public void requireReadable(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      requireReadable("argument " + (i + 1), arguments[i]);
    }
    requireReadable("the path of the working directory", System.getProperty("user.dir", ""));
    requireReadable("the variable HOME", System.getenv().getOrDefault("HOME", ""));
  }

  private void requireReadable(String what, String text) {
    if (loses(text)) {
      throw new UsageException("Cannot read " + what + ": " + reason() + ".");
    }
  }

  /** Returns true if text that Java decoded is not what was meant. */
  boolean loses(String text) {
    return text.indexOf(REPLACEMENT) >= 0 || lacks(text);
  }

  /** Returns true if text has letters that the encoding may not have. */
  public boolean lacks(String text) {
    for (int i = 0; !complete && i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** Returns the cause of a loss and its remedy, without the final period. */
  public String reason() {
    return complete
        ? "it is not UTF-8"
        : "the locale of this process has the encoding "
            + name
            + ", not UTF-8. Start it through the launcher jetty-mcp, or set LC_ALL=C.UTF-8";
  }
}
