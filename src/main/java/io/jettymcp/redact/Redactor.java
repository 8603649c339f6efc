package io.jettymcp.redact;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes secrets out of what leaves: values known to be secret, however they are written, keys that
 * look like keys, and what stands under a name that says secret. What was a secret becomes {@code
 * [redacted]}, a token of Jetty {@code mlc_...} and its last four characters.
 *
 * <p>Found are known values as they stand, in percent-encoding, in JSON escapes and inside base64,
 * in lines or not, anywhere in texts, in field names and in numbers. A text has to be whole: half a
 * key is no longer recognised, so shorten after redaction and not before. And it has to be clean
 * (see {@link Sanitizer}), as invisible characters break a key up.
 *
 * <p>Text without a secret comes back as the same object after a look at each character. Memory is
 * taken only for names that could say secret, and for text with percent signs or backslashes, which
 * is looked at once more in its decoded form. Time is linear in the size of the input, whatever it
 * holds. Safe for use by several threads.
 */
public final class Redactor {
  /** A text in a text in a text: an error body that quotes a request that held JSON. */
  private static final int MAX_ENCODINGS = 3;

  /** What starts a secret or stands before one. */
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

  /** The text without its secrets; the same object where it has none. */
  public String redact(String text) {
    return redact(text, secrets.index());
  }

  /**
   * The tree without its secrets, in new objects only where something changed; the same object
   * where nothing did. Field names that become the same get a number, so that no field is lost.
   * What is nested too deep to be written as JSON is hidden whole.
   */
  public JsonNode redact(JsonNode tree) {
    return new TreeRedaction(secrets.index()).redact(tree);
  }

  static String redact(String text, ValueIndex index) {
    return scan(text, index, MAX_ENCODINGS).applyTo(text);
  }

  private static Spans scan(String text, ValueIndex index, int encodings) {
    Spans marks = index.find(text);
    int decoded = 0;
    // Up to where signs, and up to where keys, were seen to be part of something else.
    int named = 0;
    int keyed = 0;
    int i = -1;
    while ((i = nextStart(text, i + 1)) < text.length()) {
      char c = text.charAt(i);
      if (NamedValues.isSign(c)) {
        if (i >= named) {
          long value = NamedValues.find(text, i);
          if (!Span.isEmpty(value)) {
            marks = marks.and(Span.start(value), Span.end(value));
          }
          named = Math.max(named, Span.end(value));
        }
        continue;
      }
      @Nullable Encoding encoding = Encoding.markedBy(c);
      if (encoding != null) {
        if (encodings > 0 && (decoded & encoding.bit) == 0 && encoding.isAt(text, i)) {
          decoded |= encoding.bit;
          Spans inside = scan(encoding.decode(text, i), index, encodings - 1);
          if (!inside.isEmpty()) {
            marks = encoding.translate(text, inside, marks);
          }
        }
        continue;
      }
      if (i >= keyed) {
        long key = KeyShapes.find(text, i);
        if (!Span.isEmpty(key)) {
          marks = marks.and(i, Span.end(key));
        }
        keyed = Span.end(key);
        named = Math.max(named, keyed);
      }
    }
    return marks;
  }

  /** The next position where something may start, or the end of the text. */
  private static int nextStart(String text, int from) {
    int i = from;
    while ((i = STARTS.next(text, i)) < text.length() && !NamedValues.mayStart(text, i)) {
      i++;
    }
    return i;
  }
}
