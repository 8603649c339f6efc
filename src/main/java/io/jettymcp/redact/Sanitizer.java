package io.jettymcp.redact;

import io.jettymcp.text.Truncate;
import tools.jackson.databind.JsonNode;

/**
 * The way out for everything that came from elsewhere: cleaned, so that nothing hides in it, and
 * then redacted, as only clean text shows its secrets. Safe for use by several threads.
 */
public final class Sanitizer {
  private final Redactor redactor;

  public Sanitizer(Redactor redactor) {
    this.redactor = redactor;
  }

  /** A text that may leave, with its lines. */
  public String text(String text) {
    return redactor.redact(Cleaner.clean(text));
  }

  /**
   * A text that may leave as one line, such as the body of an error. Of an HTML page the title is
   * left, or else its first heading.
   *
   * @param maxChars most UTF-16 code units, at least 1, of which the last is {@code …} where the
   *     text was cut
   */
  public String line(String text, int maxChars) {
    String clean = Cleaner.clean(text);
    String said = HtmlPage.isPage(clean) ? Cleaner.clean(HtmlPage.headline(clean)) : clean;
    String line = redactor.redact(joined(redactor.redact(said)));
    return line.length() <= maxChars
        ? line
        : Truncate.head(line, maxChars - 1).stripTrailing() + "…";
  }

  /** A tree that may leave. The same object where nothing had to go. */
  public JsonNode json(JsonNode tree) {
    return redactor.redact(Cleaner.clean(tree));
  }

  /** The text with one blank for each run of blanks and line ends. */
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
