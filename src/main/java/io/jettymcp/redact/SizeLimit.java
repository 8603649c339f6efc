package io.jettymcp.redact;

import io.jettymcp.json.JsonSize;
import io.jettymcp.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shrinks results to a size limit. Sizes are bytes of compact JSON in UTF-8, counted once, although
 * a text block repeats the JSON inside a JSON string.
 */
public final class SizeLimit {
  /** The bytes of a character that is escaped by number, the longest form. */
  private static final int MAX_CHARACTER_LENGTH = 6;

  private SizeLimit() {}

  /**
   * A value that fits.
   *
   * @param cuts what was cut, outermost and first things first; empty when nothing was
   */
  public record Fitted(ObjectNode value, List<Cut> cuts) {
    public Fitted {
      cuts = List.copyOf(cuts);
    }
  }

  /**
   * One thing that was cut.
   *
   * @param path its place, such as {@code steps.draft.outputs.items[3].text}, empty for the root;
   *     long names in it are shortened
   * @param shown how many units are left
   * @param total how many units there were
   * @param unit {@code characters} of a text (UTF-16 code units), {@code items} of an array or
   *     {@code fields} of an object
   */
  public record Cut(String path, long shown, long total, String unit) {}

  /**
   * A piece of a text. Positions count UTF-16 code units.
   *
   * @param offset where the piece starts
   * @param nextOffset where the next piece starts; the same as {@code total} when this is the last
   */
  public record Slice(String text, int offset, int nextOffset, int total) {}

  /**
   * Shrinks the value to at most so many bytes. The largest parts are cut first: a long string
   * keeps its head and gets {@code …}, a long array loses its tail, a large object its last fields.
   * Returns the same object if it fits.
   *
   * @param maxBytes at least 2
   * @param protectedFields fields at the top that are cut only when they alone are too large
   */
  public static Fitted fit(ObjectNode value, int maxBytes, Set<String> protectedFields) {
    if (maxBytes < 2) {
      throw new IllegalArgumentException("An object needs 2 bytes, not " + maxBytes);
    }
    if (JsonSize.of(value, maxBytes) <= maxBytes) {
      return new Fitted(value, List.of());
    }
    List<Cut> cuts = new ArrayList<>();
    ObjectNode fitted = new TreeTruncation(protectedFields, cuts).object(value, maxBytes);
    return new Fitted(fitted, cuts);
  }

  /** The bytes of a tree as compact JSON in UTF-8. */
  public static int bytes(JsonNode tree) {
    return JsonSize.of(tree, Integer.MAX_VALUE);
  }

  /**
   * Cuts a piece from a position on whose characters take at most so many bytes inside a JSON
   * string. No surrogate pair is split.
   *
   * @param offset counted in UTF-16 code units; outside the text means its nearer end
   * @param maxBytes at least 6, so that each piece but an empty text's moves on
   */
  public static Slice slice(String text, int offset, int maxBytes) {
    if (maxBytes < MAX_CHARACTER_LENGTH) {
      throw new IllegalArgumentException("A character can take 6 bytes, not " + maxBytes);
    }
    int start = Truncate.boundary(text, Math.max(0, Math.min(offset, text.length())));
    int end = JsonSize.fitting(text, start, maxBytes);
    return new Slice(text.substring(start, end), start, end, text.length());
  }
}
