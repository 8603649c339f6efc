package io.jettymcp.redact;

import io.jettymcp.text.Truncate;
import tools.jackson.databind.JsonNode;

/**
 * Sanitizes everything that came from elsewhere: cleans it, so that nothing is hidden, and then
 * redacts it, as only clean text shows its secrets. Cleans what was redacted once more, as a secret
 * can go with one half of a pair of direction controls. Safe for use by several threads.
 */
public final class Sanitizer {
  private final Redactor redactor;

  public Sanitizer(Redactor redactor) {
    this.redactor = redactor;
  }

  /** Sanitizes text of several lines. */
  public String text(String text) {
    String clean = Cleaner.clean(text);
    String redacted = redactor.redact(clean);
    return redacted.equals(clean) ? clean : Cleaner.clean(redacted);
  }

  /**
   * Sanitizes text to one line, such as the body of an error. Reduces an HTML page to its title or
   * else its first heading.
   *
   * @param maxChars most UTF-16 code units, at least 1, of which the last is {@code …} where the
   *     text was cut
   */
  public String line(String text, int maxChars) {
    String redacted = text(text);
    String said = HtmlPage.isPage(redacted) ? Cleaner.clean(HtmlPage.headline(redacted)) : redacted;
    String line = redactor.redact(joined(redactor.redact(said)));
    return line.length() <= maxChars
        ? Cleaner.clean(line)
        : Cleaner.clean(Truncate.head(line, maxChars - 1)).stripTrailing() + "…";
  }

  /** Sanitizes a tree; returns the same object if nothing changed. */
  public JsonNode json(JsonNode tree) {
    JsonNode clean = Cleaner.clean(tree);
    JsonNode redacted = redactor.redact(clean);
    return redacted.equals(clean) ? clean : Cleaner.clean(redacted);
  }

  /** Replaces each run of blanks and line ends by one blank. */
  private static String joined(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().stripTrailing();
  }
}
