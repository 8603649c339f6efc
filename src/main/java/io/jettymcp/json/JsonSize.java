package io.jettymcp.json;

import io.jettymcp.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Counts the bytes of values as compact JSON in UTF-8, without writing them. */
public final class JsonSize {
  private JsonSize() {}

  /**
   * The size of a tree, or some number above the limit as soon as it is known to exceed that.
   * Iterates, as a recursion could overflow the stack in a deep tree.
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

  /** The size of a field name with its quotes and colon, or some number above the limit. */
  public static int ofName(String name, int limit) {
    return clamp(ofString(name, limit) + 1L);
  }

  /** The size of a string with its quotes, or some number above the limit. */
  static int ofString(String text, int limit) {
    // No character takes less than one byte.
    long size = 2L + text.length();
    int i = endOfPlain(text, 0);
    while (i < text.length() && size <= limit) {
      int next = next(text, i);
      size += ofCharacter(text, i) - (next - i);
      i = endOfPlain(text, next);
    }
    return clamp(size);
  }

  /** The next position of a character that is not one byte, or the end. */
  private static int endOfPlain(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !JsonWriter.isPlain(c)) {
        return i;
      }
    }
    return text.length();
  }

  /** The size of the character at a position, which may be a surrogate pair. */
  private static int ofCharacter(String text, int at) {
    char c = text.charAt(at);
    return c < 0x80 ? JsonWriter.length(c) : Truncate.utf8Length(text.codePointAt(at));
  }

  /**
   * The position behind the characters from {@code start} on that fit into so many bytes inside a
   * JSON string. No surrogate pair is split.
   */
  public static int fitting(String text, int start, int maxBytes) {
    int end = start;
    int left = maxBytes;
    while (end < text.length()) {
      left -= ofCharacter(text, end);
      if (left < 0) {
        break;
      }
      end = next(text, end);
    }
    return end;
  }

  private static int next(String text, int at) {
    return at + Character.charCount(text.codePointAt(at));
  }

  /** Opens a container and returns the size of its brackets and commas. */
  private static long enter(JsonNode container, Deque<Iterator<?>> open) {
    open.push(container.isObject() ? container.properties().iterator() : container.iterator());
    return 2L + Math.max(0, container.size() - 1);
  }

  private static int ofLeaf(JsonNode leaf, int limit) {
    if (leaf.isString()) {
      return ofString(leaf.stringValue(), limit);
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
