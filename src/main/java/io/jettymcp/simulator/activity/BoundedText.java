package io.jettymcp.simulator.activity;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds a text up to a limit, so that no workflow exhausts the memory. */
final class BoundedText {
  private static final int MAX_LENGTH = 8 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();

  BoundedText append(String more) {
    if (text.length() + (long) more.length() > MAX_LENGTH) {
      throw new StepFailed("The simulator limits a text to 8 MB");
    }
    text.append(more);
    return this;
  }

  /** Replaces every placeholder of a template once, so that no value is itself filled. */
  static String fill(
      Pattern placeholder, String template, Function<MatchResult, String> replacement) {
    BoundedText filled = new BoundedText();
    Matcher matcher = placeholder.matcher(template);
    int from = 0;
    while (matcher.find()) {
      filled.append(template.substring(from, matcher.start())).append(replacement.apply(matcher));
      from = matcher.end();
    }
    return filled.append(template.substring(from)).toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
