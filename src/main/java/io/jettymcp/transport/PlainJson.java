package io.jettymcp.transport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads short JSON with common escapes and small integers, as nearly all messages of hosts are, and
 * leaves the rest to Jackson. Loading Jackson's streaming parser alone, without its mapper, would
 * add 5 ms of CPU to the answer of {@code initialize} (Java 17, loaded from the archive).
 */
final class PlainJson {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_DEPTH = 32;

  /** So many digits fit into an {@code int}. */
  private static final int DIGITS = 9;

  private static final int END = -1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final LineReader.Text line;
  private int next;

  private PlainJson(LineReader.Text line) {
    this.line = line;
  }

  /** The value that the line holds, or null if Jackson has to look at it. */
  public static @Nullable JsonNode read(LineReader.Text line) {
    if (line.length() > MAX_LENGTH) {
      return null;
    }
    PlainJson text = new PlainJson(line);
    JsonNode value = text.value(0);
    return value != null && text.peek() == END ? value : null;
  }

  /** Returns whether a text is itself between quotes, with nothing to escape. */
  public static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  /** The next character that is no blank, which stays the next; {@link #END} after the last. */
  private int peek() {
    while (next < line.length()) {
      byte c = line.at(next);
      if (c != ' ' && c != '\t' && c != '\r') {
        return c;
      }
      next++;
    }
    return END;
  }

  private boolean skip(char expected) {
    boolean found = peek() == expected;
    if (found) {
      next++;
    }
    return found;
  }

  private @Nullable JsonNode value(int depth) {
    int first = peek();
    if (first == '{' || first == '[') {
      if (depth == MAX_DEPTH) {
        return null;
      }
      return first == '{' ? object(depth) : array(depth);
    }
    return switch (first) {
      case '"' -> string();
      case 't' -> word("true", NODES.booleanNode(true));
      case 'f' -> word("false", NODES.booleanNode(false));
      case 'n' -> word("null", NODES.nullNode());
      default -> number();
    };
  }

  private @Nullable JsonNode object(int depth) {
    next++;
    ObjectNode object = NODES.objectNode();
    if (skip('}')) {
      return object;
    }
    do {
      String name = peek() == '"' ? text() : null;
      JsonNode value = name != null && skip(':') ? value(depth + 1) : null;
      if (value == null) {
        return null;
      }
      object.set(name, value);
    } while (skip(','));
    return skip('}') ? object : null;
  }

  private @Nullable JsonNode array(int depth) {
    next++;
    ArrayNode array = NODES.arrayNode();
    if (skip(']')) {
      return array;
    }
    do {
      JsonNode value = value(depth + 1);
      if (value == null) {
        return null;
      }
      array.add(value);
    } while (skip(','));
    return skip(']') ? array : null;
  }

  private @Nullable JsonNode string() {
    String text = text();
    return text == null ? null : NODES.stringNode(text);
  }

  private @Nullable String text() {
    int begin = next + 1;
    int end = begin;
    while (end < line.length() && isPlain(line.at(end))) {
      end++;
    }
    if (end < line.length() && line.at(end) == '"') {
      next = end + 1;
      return line.ascii(begin, end);
    }
    return escaped(begin, end);
  }

  /** A text that is more than plain from a position on. */
  private @Nullable String escaped(int begin, int from) {
    boolean escapes = false;
    int end = from;
    while (end < line.length() && line.at(end) != '"') {
      byte c = line.at(end);
      if (c >= 0 && c < ' ') {
        return null;
      }
      escapes |= c == '\\';
      end += c == '\\' ? 2 : 1;
    }
    if (end >= line.length()) {
      return null;
    }
    String raw = line.utf8(begin, end);
    next = end + 1;
    // It stands for what is no UTF-8.
    return raw.indexOf('\uFFFD') >= 0 ? null : escapes ? unescaped(raw) : raw;
  }

  private static @Nullable String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\') {
        i++;
        int meant = "\"\\/bfnrt".indexOf(raw.charAt(i));
        if (meant < 0) {
          return null;
        }
        c = "\"\\/\b\f\n\r\t".charAt(meant);
      }
      text.append(c);
    }
    return text.toString();
  }

  private @Nullable JsonNode word(String word, JsonNode value) {
    for (int i = 0; i < word.length(); i++) {
      if (next == line.length() || line.at(next++) != word.charAt(i)) {
        return null;
      }
    }
    return endsValue() ? value : null;
  }

  private @Nullable JsonNode number() {
    int begin = next;
    int number = 0;
    while (next < line.length() && line.at(next) >= '0' && line.at(next) <= '9') {
      number = 10 * number + (line.at(next++) - '0');
    }
    int digits = next - begin;
    boolean known = digits == 1 || (digits > 1 && digits <= DIGITS && line.at(begin) != '0');
    return known && endsValue() ? NODES.numberNode(number) : null;
  }

  /** Nothing but a separator follows a word or a number. */
  private boolean endsValue() {
    int after = peek();
    return after == END || after == ',' || after == '}' || after == ']';
  }
}
