package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.List;

/** Splits text into lines as editors do: after a line feed, a carriage return or both. */
final class Lines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Lines() {}

  static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    text.substring(start).lines().forEach(lines::add);
    return List.copyOf(lines);
  }
}
