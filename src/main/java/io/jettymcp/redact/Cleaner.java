package io.jettymcp.redact;

import io.jettymcp.json.CopyOnWrite;
import io.jettymcp.text.InvisibleCharacters;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Removes characters from text that a reader does not see but a terminal or a model acts on, and
 * leaves those that a word, an emoji or a right-to-left line is written with.
 *
 * <ul>
 *   <li>Line feeds and tabs stay, every other line break becomes a line feed, and CR LF becomes
 *       one; all other control characters go.
 *   <li>Escape sequences of terminals go, with their text. One that holds text (OSC, DCS and
 *       others) ends at its terminator or, if that is missing, at the end of its line.
 *   <li>Joiners, selectors and the tags of flags stay where {@link FormatCharacters} finds that
 *       they belong to what is before and behind them.
 *   <li>Direction marks, embeddings and isolates stay where {@link DirectionControls} finds them
 *       harmless; overrides never do.
 *   <li>All other {@linkplain InvisibleCharacters invisible characters} and unpaired surrogates go.
 * </ul>
 *
 * <p>Cleaning clean text changes nothing: it comes back as the same object.
 */
public final class Cleaner {
  private static final char ESCAPE = 0x1B;
  private static final char BELL = 0x07;
  private static final char STRING_TERMINATOR = 0x9C;

  private final String text;
  private final StringBuilder clean;
  private int at;

  private Cleaner(String text, int firstDoubt) {
    this.text = text;
    this.clean = new StringBuilder(text.length()).append(text, 0, firstDoubt);
    this.at = firstDoubt;
  }

  /** Removes invisible characters; returns the same object if there are none to remove. */
  public static String clean(String text) {
    int doubt = firstDoubt(text);
    if (doubt == text.length()) {
      return text;
    }
    String cleaned = DirectionControls.clean(new Cleaner(text, doubt).run());
    return cleaned.length() == text.length() && cleaned.equals(text) ? text : cleaned;
  }

  /**
   * The position of the first character to remove or replace, or of the first direction control;
   * the end of the text if there is neither.
   */
  private static int firstDoubt(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (InvisibleCharacters.isDoubtful(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        int length = Character.charCount(codePoint);
        if (InvisibleCharacters.isLineBreak(codePoint)) {
          return i;
        }
        if (InvisibleCharacters.isInvisible(codePoint)) {
          length = FormatCharacters.kept(text, i, text, i);
          if (length == 0 || DirectionControls.isControl(codePoint)) {
            return i;
          }
        }
        i += length - 1;
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
      if (InvisibleCharacters.isLineBreak(codePoint)) {
        clean.append('\n');
        boolean pair = codePoint == '\r' && next < text.length() && text.charAt(next) == '\n';
        at = pair ? next + 1 : next;
      } else if (codePoint == ESCAPE) {
        at = next;
        skipEscape();
      } else if (isC1Introducer(codePoint)) {
        at = next;
        skipSequence((char) (codePoint - 0x40));
      } else if (InvisibleCharacters.isInvisible(codePoint)) {
        int kept = FormatCharacters.kept(clean, clean.length(), text, at);
        clean.append(text, at, at + kept);
        at = Math.max(next, at + kept);
      } else {
        clean.appendCodePoint(codePoint);
        at = next;
      }
    }
    return clean.toString();
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
    while (at < text.length() && !endsLine(text.charAt(at))) {
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

  private static boolean endsLine(char c) {
    return c == '\n' || InvisibleCharacters.isLineBreak(c);
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
