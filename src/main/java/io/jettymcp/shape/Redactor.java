package io.jettymcp.shape;

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
 * (see {@link Outgoing}), as invisible characters break a key up.
 *
 * <p>Text without a secret comes back as the same object after a look at each character; text with
 * percent signs or backslashes is looked at once more in its decoded form. Time is linear in the
 * size of the input, whatever it holds. Safe for use by several threads.
 */
public final class Redactor {
  /** A text in a text in a text: an error body that quotes a request that held JSON. */
  private static final int ENCODINGS = 3;

  private final KnownSecrets secrets;

  public Redactor(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  /** The text without its secrets; the same object where it has none. */
  public String redact(String text) {
    return redact(text, secrets.index(), new Marks());
  }

  /**
   * The tree without its secrets, in new objects only where something changed; the same object
   * where nothing did. Field names that become the same get a number, so that no field is lost.
   * What is nested too deep to be written as JSON is hidden whole.
   */
  public JsonNode redact(JsonNode tree) {
    return new TreeRedaction(secrets.index()).redact(tree);
  }

  /** Redacts with marks that are empty before and may be used again for the next text. */
  static String redact(String text, ValueIndex index, Marks marks) {
    marks.clear();
    scan(text, index, ENCODINGS, marks);
    return marks.applyTo(text);
  }

  private static void scan(String text, ValueIndex index, int encodings, Marks marks) {
    index.find(text, marks);
    findShapes(text, marks);
    if (encodings == 0) {
      return;
    }
    for (Encoding encoding : Encoding.values()) {
      String decoded = encoding.decode(text);
      if (decoded.length() < text.length()) {
        Marks inside = new Marks();
        scan(decoded, index, encodings - 1, inside);
        if (!inside.isEmpty()) {
          encoding.translate(text, inside, marks);
        }
      }
    }
  }

  private static void findShapes(String text, Marks marks) {
    @Nullable NamedValues named = null;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (NamedValues.mayStart(c)) {
        if (named == null) {
          named = new NamedValues(text, marks);
        }
        named.mark(i);
      }
      i = KeyShapes.mayStart(c) ? Math.max(i + 1, KeyShapes.mark(text, i, marks)) : i + 1;
    }
  }
}
