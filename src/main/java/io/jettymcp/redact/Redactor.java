package io.jettymcp.redact;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Redacts secrets: known secret values in any encoding, keys recognised by their form, and values
 * under a name that implies a secret. A secret becomes {@code [redacted]}, a token of Jetty {@code
 * mlc_...} and its last four characters.
 *
 * <p>Known values are found verbatim, in percent-encoding, in escapes of JSON and Markdown, as HTML
 * entities, in hexadecimal and inside base64, in lines or not, anywhere in strings, in field names
 * and in numbers. Text must be complete: half a key is not recognised, so truncate after redaction
 * and not before. And it must be clean (see {@link Sanitizer}), as control characters break a key
 * up.
 *
 * <p>Returns text without a secret as the same object. Allocates only for names that could imply a
 * secret, and for text with percent signs, backslashes or entities, which is searched once more in
 * its decoded form. Text with invisible characters is searched once more without them. Time is
 * linear in the size of any input. Safe for use by several threads.
 */
public final class Redactor {
  /** Four levels: a log line with an error body that quotes a request that held JSON. */
  private static final int MAX_ENCODINGS = 4;

  /** Prefixes of secrets and characters that precede them. */
  private static final PrefixPrefilter STARTS = new PrefixPrefilter();

  static {
    KeyShapes.addStarts(STARTS);
    NamedValues.addStarts(STARTS);
    Encoding.addStarts(STARTS);
  }

  private final KnownSecrets secrets;

  public Redactor(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  /** Redacts the text; returns the same object if it has no secret. */
  public String redact(String text) {
    return redact(text, secrets.index());
  }

  /**
   * Redacts the tree, copying only what changes; returns the same object if nothing does. Numbers
   * field names that become equal, so that no field is lost. Hides what is nested too deep for
   * JSON.
   */
  public JsonNode redact(JsonNode tree) {
    return new TreeRedaction(secrets.index()).redact(tree);
  }

  static String redact(String text, ValueIndex index) {
    return scan(text, index, MAX_ENCODINGS, null).applyTo(text);
  }

  /** Searches the text as it is, and again without the invisible characters that split a secret. */
  private static Spans scan(
      String text, ValueIndex index, int encodings, @Nullable DecodingBudget given) {
    @Nullable DecodingBudget budget = given;
    int invisible = encodings > 0 ? Encoding.firstInvisible(text) : text.length();
    if (invisible < text.length() && budget == null) {
      budget = new DecodingBudget();
    }
    Spans hidden = scanVisible(text, index, encodings, budget);
    if (invisible < text.length() && budget != null && budget.spend()) {
      Spans found =
          scanVisible(Encoding.INVISIBLE.decode(text, invisible), index, encodings - 1, budget);
      if (!found.isEmpty()) {
        hidden = Encoding.INVISIBLE.translate(text, found, hidden);
      }
    }
    return hidden;
  }

  private static Spans scanVisible(
      String text, ValueIndex index, int encodings, @Nullable DecodingBudget given) {
    @Nullable DecodingBudget budget = given;
    Spans hidden = index.find(text);
    int decoded = 0;
    // The positions up to which signs, and keys, are known to belong to something else.
    int named = 0;
    int keyed = 0;
    int i = -1;
    while ((i = nextStart(text, i + 1)) < text.length()) {
      char c = text.charAt(i);
      if (NamedValues.isSign(c)) {
        if (i >= named) {
          long value = NamedValues.find(text, i);
          if (!Span.isEmpty(value)) {
            hidden = hidden.and(Span.start(value), Span.end(value));
          }
          named = Math.max(named, Span.end(value));
        }
        continue;
      }
      @Nullable Encoding encoding = Encoding.introducedBy(c);
      if (encoding != null) {
        if (encodings > 0 && (decoded & encoding.bit) == 0 && encoding.isAt(text, i)) {
          decoded |= encoding.bit;
          budget = budget == null ? new DecodingBudget() : budget;
          if (budget.spend()) {
            Spans inside = scan(encoding.decode(text, i), index, encodings - 1, budget);
            hidden = inside.isEmpty() ? hidden : encoding.translate(text, inside, hidden);
          }
        }
        continue;
      }
      if (i >= keyed) {
        long key = KeyShapes.find(text, i);
        if (!Span.isEmpty(key)) {
          hidden = hidden.and(i, Span.end(key));
        }
        keyed = Span.end(key);
        named = Math.max(named, keyed);
      }
    }
    return hidden;
  }

  /** The next position where a secret may start, or the end of the text. */
  private static int nextStart(String text, int from) {
    int i = from;
    while ((i = STARTS.next(text, i)) < text.length() && !NamedValues.mayStart(text, i)) {
      i++;
    }
    return i;
  }
}
