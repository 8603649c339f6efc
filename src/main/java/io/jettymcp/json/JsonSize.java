package io.jettymcp.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Bytes that values take as compact JSON in UTF-8, as Jackson writes it by default. */
public final class JsonSize {
  private JsonSize() {}

  /**
   * The size of a tree, or some number above the limit as soon as it is known to exceed that. Trees
   * of any depth are counted.
   */
  public static int of(JsonNode tree, int limit) {
    if (!tree.isContainer()) {
      return ofLeaf(tree, limit);
    }
    Deque<Iterator<?>> open = new ArrayDeque<>();
    long size = enter(tree, open);
    while (!open.isEmpty() && size <= limit) {
      Iterator<?> children = open.peek();
      if (!children.hasNext()) {
        open.pop();
        continue;
      }
      Object next = children.next();
      JsonNode child;
      if (next instanceof Map.Entry<?, ?> field) {
        size += ofName((String) field.getKey(), limit);
        child = (JsonNode) field.getValue();
      } else {
        child = (JsonNode) next;
      }
      size += child.isContainer() ? enter(child, open) : ofLeaf(child, limit);
    }
    return clamp(size);
  }

  /** The size of the name of a field with its quotes and its colon, or more than the limit. */
  public static int ofName(String name, int limit) {
    return clamp(ofText(name, limit) + 1L);
  }

  /** The size of a text with its quotes, or more than the limit. */
  static int ofText(String text, int limit) {
    // No character takes less than one byte.
    long size = 2L + text.length();
    int i = plain(text, 0);
    while (i < text.length() && size <= limit) {
      int next = next(text, i);
      size += ofCharacter(text, i) - (next - i);
      i = plain(text, next);
    }
    return clamp(size);
  }

  /** The first position from here on of a character that is not one byte, or the end. */
  private static int plain(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
        return i;
      }
    }
    return text.length();
  }

  /** The size of the character at a position, which with a surrogate pair takes two positions. */
  public static int ofCharacter(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      return switch (c) {
        case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
        default -> c < ' ' ? 6 : 1;
      };
    }
    if (c < 0x800) {
      return 2;
    }
    if (!Character.isSurrogate(c)) {
      return 3;
    }
    // Java writes a surrogate without its other half as a question mark.
    return next(text, at) - at == 2 ? 4 : 1;
  }

  /** The position after the character at a position. */
  public static int next(String text, int at) {
    boolean pair =
        Character.isHighSurrogate(text.charAt(at))
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    return pair ? at + 2 : at + 1;
  }

  /** Opens a container and gives the size of its brackets and commas. */
  private static long enter(JsonNode container, Deque<Iterator<?>> open) {
    open.push(container.isObject() ? container.properties().iterator() : container.iterator());
    return 2L + Math.max(0, container.size() - 1);
  }

  private static int ofLeaf(JsonNode leaf, int limit) {
    if (leaf.isString()) {
      return ofText(leaf.stringValue(), limit);
    }
    if (leaf.isBoolean()) {
      return leaf.booleanValue() ? 4 : 5;
    }
    if (leaf.isInt() || leaf.isLong()) {
      return Long.toString(leaf.longValue()).length();
    }
    return leaf.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static int clamp(long size) {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }
}
