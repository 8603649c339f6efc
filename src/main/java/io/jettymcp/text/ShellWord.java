package io.jettymcp.text;

import java.io.File;
import java.util.regex.Pattern;

/** Quotes a word for the shell of this system, so that it arrives as it is. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+=,-]+");
  private static final Pattern PLAIN_ON_WINDOWS = Pattern.compile("[\\w./:@+=,\\\\-]+");

  private ShellWord() {}

  public static String of(String word) {
    return File.separatorChar == '\\' ? onWindows(word) : onUnix(word);
  }

  /** Quotes a word for the shells of Unix, whatever this system is. */
  public static String onUnix(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Doubles the backslashes before a quote, because programs read only those as escapes. */
  static String onWindows(String word) {
    return PLAIN_ON_WINDOWS.matcher(word).matches()
        ? word
        : '"' + word.replaceAll("(\\\\*)(\"|\\z)", "$1$1$2").replace("\"", "\\\"") + '"';
  }
}
