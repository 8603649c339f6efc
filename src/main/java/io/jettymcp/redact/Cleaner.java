package io.jettymcp.redact;

import io.jettymcp.json.CopyOnWrite;
import io.jettymcp.text.InvisibleCharacters;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes characters from text that a reader does not see but a terminal or a model acts on.
 *
 * <ul>
 *   <li>Line feeds and tabs stay, CR LF becomes LF, U+2028 and U+2029 become LF; all other control
 *       characters go.
 *   <li>Escape sequences of terminals go, with their text. One that holds text (OSC, DCS and
 *       others) ends at its terminator or, if that is missing, at the end of its line.
 *   <li>Bidirectional controls, zero-width characters, tag characters and other invisible ones go,
 *       see {@link InvisibleCharacters}. A flag of England, Scotland or Wales is made of tag
 *       characters and so becomes a black flag.
 *   <li>A zero-width joiner stays between two emoji. A variation selector 15 or 16 stays behind an
 *       emoji, or behind a digit, # or * before the keycap mark. Elsewhere both go.
 *   <li>Unpaired surrogates go.
 * </ul>
 *
 * <p>Clean text comes back as the same object.
 */
public final class Cleaner {
  private static final char ESCAPE = 0x1B;
  private static final char BELL = 0x07;
  private static final char STRING_TERMINATOR = 0x9C;
  private static final int JOINER = 0x200D;
  private static final int KEYCAP = 0x20E3;

  private final String text;
  private final StringBuilder clean;
  private int at;

  /** The last character of the clean text, not counting a selector behind an emoji. */
  private int last = ' ';

  private Cleaner(String text, int firstDoubt) {
    this.text = text;
    this.clean = new StringBuilder(text.length()).append(text, 0, firstDoubt);
    this.at = firstDoubt;
    if (firstDoubt > 0) {
      last = text.codePointBefore(firstDoubt);
    }
  }

  /** Removes invisible characters; returns the same object if there are none. */
  public static String clean(String text) {
    int doubt = firstDoubt(text);
    if (doubt == text.length()) {
      return text;
    }
    String cleaned = new Cleaner(text, doubt).run();
    return cleaned.length() == text.length() && cleaned.equals(text) ? text : cleaned;
  }

  /** The position of the first character to remove or replace, or the end of the text. */
  private static int firstDoubt(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (InvisibleCharacters.isDoubtful(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (InvisibleCharacters.isInvisible(codePoint)
            || InvisibleCharacters.isLineBreak(codePoint)) {
          return i;
        }
        i += Character.charCount(codePoint) - 1;
      }
    }
    return text.length();
  }

  /**
   * Cleans all strings and field names of a tree; returns the same object if all are clean. Numbers
   * field names that become equal. Replaces what is nested too deep for JSON by {@code "…"}.
   */
  public static JsonNode clean(JsonNode tree) {
    return clean(tree, 0);
  }

  private static JsonNode clean(JsonNode node, int depth) {
    if (node.isString()) {
      String text = node.stringValue();
      String cleaned = clean(text);
      return cleaned.equals(text) ? node : JsonNodeFactory.instance.stringNode(cleaned);
    }
    if (!node.isContainer()) {
      return node;
    }
    if (depth >= CopyOnWrite.MAX_DEPTH) {
      return JsonNodeFactory.instance.stringNode("…");
    }
    if (node instanceof ArrayNode array) {
      CopyOnWrite.Items items = new CopyOnWrite.Items(array);
      for (JsonNode item : array) {
        items.add(item, clean(item, depth + 1));
      }
      return items.result();
    }
    ObjectNode object = (ObjectNode) node;
    CopyOnWrite.Fields fields = new CopyOnWrite.Fields(object);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      fields.add(field.getKey(), value, clean(field.getKey()), clean(value, depth + 1));
    }
    return fields.result();
  }

  private String run() {
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      if (codePoint == '\r') {
        if (next < text.length() && text.charAt(next) == '\n') {
          keep('\n');
          next++;
        }
        at = next;
      } else if (InvisibleCharacters.isLineBreak(codePoint)) {
        keep('\n');
        at = next;
      } else if (codePoint == ESCAPE) {
        at = next;
        skipEscape();
      } else if (isC1Introducer(codePoint)) {
        at = next;
        skipSequence((char) (codePoint - 0x40));
      } else {
        if (!InvisibleCharacters.isInvisible(codePoint)) {
          keep(codePoint);
        } else if (belongsToEmoji(codePoint, next)) {
          clean.appendCodePoint(codePoint);
          last = codePoint == JOINER ? codePoint : last;
        }
        at = next;
      }
    }
    return clean.toString();
  }

  private void keep(int codePoint) {
    clean.appendCodePoint(codePoint);
    last = codePoint;
  }

  private boolean belongsToEmoji(int codePoint, int next) {
    int following = next < text.length() ? text.codePointAt(next) : ' ';
    if (codePoint == JOINER) {
      return Emoji.isBase(last) && Emoji.isBase(following);
    }
    if (codePoint != 0xFE0E && codePoint != 0xFE0F) {
      return false;
    }
    boolean second = clean.length() > 0 && isSelector(clean.charAt(clean.length() - 1));
    boolean keycap = "0123456789#*".indexOf(last) >= 0 && following == KEYCAP;
    return !second && (Emoji.isBase(last) || keycap);
  }

  private static boolean isSelector(char c) {
    return c == 0xFE0E || c == 0xFE0F;
  }

  /** CSI, DCS, SOS, OSC, PM and APC as one character of the C1 set. */
  private static boolean isC1Introducer(int codePoint) {
    return codePoint >= 0x80 && codePoint <= 0x9F && isIntroducer((char) (codePoint - 0x40));
  }

  private static boolean isIntroducer(char c) {
    return "[P]X^_".indexOf(c) >= 0;
  }

  private void skipEscape() {
    if (at < text.length() && isIntroducer(text.charAt(at))) {
      skipSequence(text.charAt(at++));
    } else {
      skipWhile(' ', '/');
      skipOne('0', '~');
    }
  }

  private void skipSequence(char introducer) {
    if (introducer == '[') {
      skipWhile('0', '?');
      skipWhile(' ', '/');
      skipOne('@', '~');
      return;
    }
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == BELL || c == STRING_TERMINATOR) {
        return;
      }
      if (c == ESCAPE && at < text.length() && text.charAt(at) == '\\') {
        at++;
        return;
      }
    }
  }

  private void skipWhile(char from, char to) {
    while (at < text.length() && text.charAt(at) >= from && text.charAt(at) <= to) {
      at++;
    }
  }

  private void skipOne(char from, char to) {
    if (at < text.length() && text.charAt(at) >= from && text.charAt(at) <= to) {
      at++;
    }
  }
}
