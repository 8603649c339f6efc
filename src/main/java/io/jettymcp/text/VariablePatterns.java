package io.jettymcp.text;

import java.util.List;
import java.util.regex.Pattern;

/** Matches names of environment variables against names and globs, as settings list them. */
public final class VariablePatterns {
  private final List<Pattern> patterns;

  /**
   * @param globs names, or patterns with {@code *} (any letters) and {@code ?} (one letter)
   */
  public VariablePatterns(List<String> globs) {
    this.patterns = globs.stream().map(VariablePatterns::compiled).toList();
  }

  public boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private static Pattern compiled(String glob) {
    return Pattern.compile(glob.replace("?", ".").replace("*", ".*"));
  }
}
