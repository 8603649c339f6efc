package io.jettymcp.runbooks.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax {@code {{name}}}. Jetty substitutes text, so code fences make no difference; names
 * with a dot, such as {@code {{secrets.X}}}, are no parameters.
 */
final class Placeholders {
  /** The syntax of a parameter's name. All repetitions are bounded, which keeps matching fast. */
  static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,99}";

  private static final Pattern USE =
      Pattern.compile("\\{\\{[ \\t]{0,8}(" + NAME + ")[ \\t]{0,8}\\}\\}");
  private static final Pattern SECRET =
      Pattern.compile("\\{\\{[ \\t]{0,8}secrets\\.(" + NAME + ")[ \\t]{0,8}\\}\\}");

  /** Splits after each line end, which stays. */
  private static final Pattern LINE_ENDS = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");

  private Placeholders() {}

  /** The first placeholder in a text. */
  static Optional<String> first(String text) {
    Matcher use = USE.matcher(text);
    return use.find() ? Optional.of(use.group(1)) : Optional.empty();
  }

  /** Reports each placeholder with its line, in order. */
  static void each(List<String> lines, BiConsumer<String, Integer> found) {
    each(USE, lines, found);
  }

  /** Reports each {@code {{secrets.NAME}}} with its line, in order. */
  static void eachSecret(List<String> lines, BiConsumer<String, Integer> found) {
    each(SECRET, lines, found);
  }

  private static void each(Pattern what, List<String> lines, BiConsumer<String, Integer> found) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher use = what.matcher(lines.get(i));
      while (use.find()) {
        found.accept(use.group(1), i + 1);
      }
    }
  }

  /**
   * The text with the values in place, except in some lines.
   *
   * @param unchanged lines, from 1
   */
  static String fill(String text, Map<String, String> values, Set<Integer> unchanged) {
    StringBuilder filled = new StringBuilder(text.length());
    int line = 1;
    for (String part : LINE_ENDS.split(text, -1)) {
      filled.append(unchanged.contains(line) ? part : fill(part, values));
      line++;
    }
    return filled.toString();
  }

  /** The text with the values in place; once, so that a value is never itself filled. */
  static String fill(String text, Map<String, String> values) {
    return USE.matcher(text)
        .replaceAll(
            use -> Matcher.quoteReplacement(values.getOrDefault(use.group(1), use.group())));
  }
}
