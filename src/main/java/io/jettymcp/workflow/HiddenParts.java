package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts hidden parts back into a text that was edited around them. A mark is recognised by what
 * precedes it in its line, or else by what follows.
 */
final class HiddenParts {
  private HiddenParts() {}

  /**
   * Restores the hidden parts of a text.
   *
   * @return empty if a mark cannot be attributed to one hidden part
   */
  static Optional<String> restore(String given, String stored, String shown) {
    Marked edited = Marked.of(given);
    if (edited.isTelling() && !edited.hidden(stored).isEmpty()) {
      return Optional.of(stored);
    }
    Marked original = Marked.of(shown);
    List<String> hidden = original.hidden(stored);
    if (hidden.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<String>> byContext = new HashMap<>();
    for (int i = 0; i < hidden.size(); i++) {
      byContext.computeIfAbsent(original.context(i), key -> new ArrayList<>()).add(hidden.get(i));
    }
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < edited.marks.size(); i++) {
      counts.merge(edited.context(i), 1, Integer::sum);
    }
    Map<String, Integer> used = new HashMap<>();
    StringBuilder restored = new StringBuilder(edited.texts.get(0));
    for (int i = 0; i < edited.marks.size(); i++) {
      String context = edited.context(i);
      List<String> parts = byContext.getOrDefault(context, List.of());
      boolean clear =
          parts.size() == counts.getOrDefault(context, 0)
              || parts.stream().distinct().count() == 1;
      if (parts.isEmpty() || !clear) {
        return Optional.empty();
      }
      int next = used.merge(context, 1, Integer::sum) - 1;
      restored.append(parts.get(Math.min(next, parts.size() - 1))).append(edited.texts.get(i + 1));
    }
    return Optional.of(restored.toString());
  }

  /**
   * A text in its parts.
   *
   * @param texts what is around the marks, one more than those
   */
  private record Marked(List<String> texts, List<String> marks) {
    static Marked of(String text) {
      List<String> texts = new ArrayList<>();
      List<String> marks = new ArrayList<>();
      Matcher mark = RedactionMark.in(text);
      int from = 0;
      while (mark.find()) {
        texts.add(text.substring(from, mark.start()));
        marks.add(mark.group());
        from = mark.end();
      }
      texts.add(text.substring(from));
      return new Marked(texts, marks);
    }

    boolean isTelling() {
      return texts.stream().anyMatch(text -> !text.isBlank());
    }

    /** The mark with the part of its line before it, or else the part after it. */
    String context(int i) {
      String before = lastLine(texts.get(i));
      return before.isBlank()
          ? "\n" + marks.get(i) + firstLine(texts.get(i + 1))
          : before + "\n" + marks.get(i);
    }

    /**
     * The parts of a text that are in the places of the marks; none if the text around them is not
     * the same or allows several answers.
     */
    List<String> hidden(String text) {
      List<int[]> first = spans(text, false);
      List<int[]> last = spans(text, true);
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < first.size() && !last.isEmpty(); i++) {
        if (first.get(i)[0] != last.get(i)[0] || first.get(i)[1] != last.get(i)[1]) {
          return List.of();
        }
        parts.add(text.substring(first.get(i)[0], first.get(i)[1]));
      }
      return parts;
    }

    /**
     * @param fromEnd whether each text between two marks is looked for from the end
     */
    private List<int[]> spans(String text, boolean fromEnd) {
      String head = texts.get(0);
      String tail = texts.get(marks.size());
      int end = text.length() - tail.length();
      if (marks.isEmpty() || end <= head.length() || !text.startsWith(head) || !text.endsWith(tail)) {
        return List.of();
      }
      int[] starts = new int[marks.size() + 1];
      starts[0] = 0;
      starts[marks.size()] = end;
      for (int n = 1; n < marks.size(); n++) {
        int i = fromEnd ? marks.size() - n : n;
        String between = texts.get(i);
        int at =
            fromEnd
                ? text.lastIndexOf(between, starts[i + 1] - 1 - between.length())
                : text.indexOf(between, starts[i - 1] + texts.get(i - 1).length() + 1);
        if (at < 0 || between.isEmpty()) {
          return List.of();
        }
        starts[i] = at;
      }
      List<int[]> spans = new ArrayList<>();
      for (int i = 0; i < marks.size(); i++) {
        int start = starts[i] + texts.get(i).length();
        if (start >= starts[i + 1]) {
          return List.of();
        }
        spans.add(new int[] {start, starts[i + 1]});
      }
      return spans;
    }

    private static String lastLine(String text) {
      return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static String firstLine(String text) {
      int end = text.indexOf('\n');
      return end < 0 ? text : text.substring(0, end);
    }
  }
}
