package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts hidden parts back into a text that was edited around them. A mark is recognised by what
 * precedes it in its line, or else by what follows.
 */
final class HiddenParts {
  /** Shown as line feeds, as is a carriage return with a line feed. */
  private static final String OTHER_LINE_ENDS = "\r\u000B\f\u0085";

  private HiddenParts() {}

  /**
   * Restores the hidden parts of a text.
   *
   * @return empty if a mark cannot be attributed to one hidden part
   */
  static Optional<String> restore(String given, String stored, String shown) {
    Marked edited = Marked.of(given);
    Marked original = Marked.of(shown);
    List<String> hidden = of(stored, shown);
    if (hidden.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Integer>> sources = original.byContext();
    String[] parts = new String[edited.marks.size()];
    for (Map.Entry<String, List<Integer>> marks : edited.byContext().entrySet()) {
      List<String> found =
          sources.getOrDefault(marks.getKey(), List.of()).stream().map(hidden::get).toList();
      List<Integer> places = marks.getValue();
      if (found.isEmpty()
          || (found.size() != places.size() && found.stream().distinct().count() > 1)) {
        return Optional.empty();
      }
      for (int i = 0; i < places.size(); i++) {
        parts[places.get(i)] = found.get(Math.min(i, found.size() - 1));
      }
    }
    return Optional.of(edited.with(parts));
  }

  /** The hidden parts of a text; none if several answers are possible. */
  static List<String> of(String stored, String shown) {
    Marked original = Marked.of(shown);
    List<Range> ranges = original.hidden(stored);
    return ranges.isEmpty()
        ? ofOtherLineEnds(stored, original)
        : ranges.stream().map(range -> stored.substring(range.start, range.end)).toList();
  }

  /** Finds the parts of a text whose line ends are shown as line feeds. */
  private static List<String> ofOtherLineEnds(String stored, Marked shown) {
    StringBuilder text = new StringBuilder();
    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < stored.length(); i++) {
      origins.add(i);
      text.append(OTHER_LINE_ENDS.indexOf(stored.charAt(i)) < 0 ? stored.charAt(i) : '\n');
      if (stored.startsWith("\r\n", i)) {
        i++;
      }
    }
    origins.add(stored.length());
    return shown.hidden(text.toString()).stream()
        .map(range -> stored.substring(origins.get(range.start), origins.get(range.end)))
        .toList();
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

    /** The text with other parts in the places of its marks. */
    String with(String... parts) {
      StringBuilder text = new StringBuilder(texts.get(0));
      for (int i = 0; i < parts.length; i++) {
        text.append(parts[i]).append(texts.get(i + 1));
      }
      return text.toString();
    }

    /** The positions of the marks by what is around them. */
    Map<String, List<Integer>> byContext() {
      Map<String, List<Integer>> positions = new LinkedHashMap<>();
      for (int i = 0; i < marks.size(); i++) {
        positions.computeIfAbsent(context(i), context -> new ArrayList<>()).add(i);
      }
      return positions;
    }

    /** The mark with the part of its line before it, or else the part after it. */
    private String context(int i) {
      String before = lastLine(texts.get(i));
      return before.isBlank()
          ? "\n" + marks.get(i) + firstLine(texts.get(i + 1))
          : before + "\n" + marks.get(i);
    }

    /**
     * The parts of a text that are in the places of the marks; none if the text around them is not
     * the same or allows several answers.
     */
    List<Range> hidden(String text) {
      List<Range> ranges = ranges(text, false);
      return ranges.equals(ranges(text, true)) ? ranges : List.of();
    }

    /**
     * @param fromEnd whether each text between two marks is looked for from the end
     */
    private List<Range> ranges(String text, boolean fromEnd) {
      String head = texts.get(0);
      String tail = texts.get(marks.size());
      int end = text.length() - tail.length();
      if (marks.isEmpty()
          || end <= head.length()
          || !text.startsWith(head)
          || !text.endsWith(tail)) {
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
      List<Range> ranges = new ArrayList<>();
      for (int i = 0; i < marks.size(); i++) {
        int start = starts[i] + texts.get(i).length();
        if (start >= starts[i + 1]) {
          return List.of();
        }
        ranges.add(new Range(start, starts[i + 1]));
      }
      return ranges;
    }

    private static String lastLine(String text) {
      return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static String firstLine(String text) {
      int end = text.indexOf('\n');
      return end < 0 ? text : text.substring(0, end);
    }
  }

  private record Range(int start, int end) {}
}
