package io.jettymcp.runbooks.document;

import io.jettymcp.text.TextEncoding;
import java.util.ArrayList;
import java.util.List;

/** Splits text into lines as editors do: after a line feed, a carriage return or both. */
final class Lines {
  private Lines() {}

  static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    TextEncoding.withoutMark(text).lines().forEach(lines::add);
    return List.copyOf(lines);
  }
}
