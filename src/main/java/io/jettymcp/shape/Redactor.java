package io.jettymcp.shape;

import tools.jackson.databind.JsonNode;

/**
 * Takes secrets out of what leaves: values known to be secret, however they are written, keys that
 * look like keys, and what stands under a name that says secret. What was a secret becomes {@code
 * [redacted]}, a token of Jetty {@code mlc_...} and its last four characters.
 *
 * <p>Found are known values as they stand, in percent-encoding, in JSON escapes and inside base64,
 * in lines or not, anywhere in texts, in field names and in numbers. A text has to be whole: half a
 * key is no longer recognised, so shorten after redaction and not before. And it has to be clean
 * (see {@link Outgoing}), as invisible characters break a key up.
 *
 * <p>Text without a secret comes back as the same object after a look at each character. Memory is
 * taken only for names that could say secret, and for text with percent signs or backslashes, which
 * is looked at once more in its decoded form. Time is linear in the size of the input, whatever it
 * holds. Safe for use by several threads.
 */
public final class Redactor {
  /** A text in a text in a text: an error body that quotes a request that held JSON. */
  private static final int MOST_ENCODINGS = 3;

  private static final Encoding[] ENCODINGS = Encoding.values();

  /** What starts a secret or stands before one. */
  private static final Pairs STARTS = new Pairs();

  static {
    KeyShapes.addStarts(STARTS);
    NamedValues.addStarts(STARTS);
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
    return scan(text, index, MOST_ENCODINGS).applyTo(text);
  }

  private static Marks scan(String text, ValueIndex index, int encodings) {
    Marks marks = withShapes(text, index.find(text));
    if (encodings == 0) {
      return marks;
    }
    for (Encoding encoding : ENCODINGS) {
      String decoded = encoding.decode(text);
      if (decoded.length() < text.length()) {
        Marks inside = scan(decoded, index, encodings - 1);
        if (!inside.isEmpty()) {
          marks = encoding.translate(text, inside, marks);
        }
      }
    }
    return marks;
  }

  private static Marks withShapes(String text, Marks before) {
    Marks marks = before;
    int named = 0;
    for (int i = nextStart(text, 0); i < text.length(); i = nextStart(text, i)) {
      if (i >= named) {
        long value = NamedValues.find(text, i);
        if (!Span.isEmpty(value)) {
          marks = marks.and(Span.start(value), Span.end(value));
        }
        named = Math.max(named, Span.end(value));
      }
      long key = KeyShapes.find(text, i);
      if (!Span.isEmpty(key)) {
        marks = marks.and(i, Span.end(key));
      }
      i = Math.max(i + 1, Span.end(key));
    }
    return marks;
  }

  /** The next position where something may start, or the end of the text. */
  private static int nextStart(String text, int from) {
    int last = text.length() - 1;
    for (int i = from; i < last; i++) {
      if (STARTS.mayHave(text.charAt(i), text.charAt(i + 1))) {
        return i;
      }
    }
    return text.length();
  }
}
