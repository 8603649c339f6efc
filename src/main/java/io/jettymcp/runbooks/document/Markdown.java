package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Locates headings and code fences in the lines of a runbook. */
final class Markdown {
  /**
   * A heading outside any fence.
   *
   * @param level how many number signs it has
   * @param line its line, from 1
   * @param end the last line of the section that it opens, with the sections below it
   */
  record Heading(int level, String title, int line, int end) {}

  /**
   * A line within a fence that would be a heading outside of it.
   *
   * @param fence the line that opens the fence
   */
  record FencedHeading(Heading heading, int fence) {}

  /**
   * A code fence.
   *
   * @param language the first word after the opening fence in lower case, or empty
   * @param attributes the words after it
   * @param open the line that opens it, from 1
   * @param close the line that closes it; one past the last line if none does
   */
  record Fence(String language, List<String> attributes, int open, int close) {}

  private static final int MAX_LEVEL = 6;

  private final List<String> lines;
  private final List<Heading> headings = new ArrayList<>();
  private final List<FencedHeading> fencedHeadings = new ArrayList<>();
  private final List<Fence> fences = new ArrayList<>();
  private final boolean[] fenced;

  /**
   * Reads lines from one on.
   *
   * @param from the first line that is Markdown, from 1
   */
  Markdown(List<String> lines, int from) {
    this.lines = lines;
    this.fenced = new boolean[lines.size() + 2];
    int line = from;
    while (line <= lines.size()) {
      String text = lines.get(line - 1);
      int marks = fenceLength(text);
      if (marks > 0) {
        line = fence(line, text.stripLeading(), marks);
      } else {
        heading(text, line).ifPresent(headings::add);
      }
      line++;
    }
    findEnds();
  }

  /** All lines of the file. */
  List<String> lines() {
    return lines;
  }

  List<Heading> headings() {
    return headings;
  }

  /** Headings within fences, which are text. */
  List<FencedHeading> fencedHeadings() {
    return fencedHeadings;
  }

  List<Fence> fences() {
    return fences;
  }

  /** The fences that open within these lines. */
  List<Fence> fences(int from, int to) {
    return fences.subList(firstFence(from), firstFence(to + 1));
  }

  /** The place in the list of the first fence that opens in a line or after it. */
  private int firstFence(int line) {
    int low = 0;
    int high = fences.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fences.get(middle).open() < line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean isFenced(int line) {
    return fenced[line];
  }

  /** The first section of the second level whose title begins so, without its step number. */
  Optional<Heading> section(String title) {
    return headings.stream()
        .filter(heading -> heading.level() == 2)
        .filter(heading -> RunbookSteps.name(heading.title()).startsWith(title))
        .findFirst();
  }

  /** Reads the lines of a fence and returns the last of them. */
  private int fence(int open, String text, int marks) {
    char mark = text.charAt(0);
    int line = open;
    boolean closed = false;
    fenced[open] = true;
    while (line < lines.size() && !closed) {
      line++;
      fenced[line] = true;
      closed = closes(lines.get(line - 1), mark, marks);
      heading(lines.get(line - 1), line)
          .ifPresent(heading -> fencedHeadings.add(new FencedHeading(heading, open)));
    }
    fences.add(fence(text.substring(marks).strip(), open, closed ? line : lines.size() + 1));
    return line;
  }

  /**
   * @param info what follows the opening marks: a language, then attributes such as {@code
   *     executor=agent}
   */
  private static Fence fence(String info, int open, int close) {
    List<String> words = new ArrayList<>(List.of(info.split("\\s+", -1)));
    String language = words.get(0).indexOf('=') < 0 ? words.remove(0) : "";
    return new Fence(language.toLowerCase(Locale.ROOT), List.copyOf(words), open, close);
  }

  /**
   * How many marks open a fence here, or 0. Any indentation will do, since fences within lists are
   * indented as far as the list.
   */
  private static int fenceLength(String line) {
    String text = line.stripLeading();
    if (text.isEmpty()) {
      return 0;
    }
    int marks = run(text, text.charAt(0));
    boolean opens =
        marks >= 3
            && (text.charAt(0) == '~' || (text.charAt(0) == '`' && text.indexOf('`', marks) < 0));
    return opens ? marks : 0;
  }

  private static boolean closes(String line, char mark, int marks) {
    String text = line.strip();
    return text.length() >= marks && run(text, mark) == text.length();
  }

  private static int run(String text, char mark) {
    int length = 0;
    while (length < text.length() && text.charAt(length) == mark) {
      length++;
    }
    return length;
  }

  private static Optional<Heading> heading(String line, int number) {
    String text = line.stripLeading();
    int level = run(text, '#');
    boolean indented = line.length() - text.length() > 3;
    boolean spaced = text.length() == level || Character.isWhitespace(text.charAt(level));
    if (level == 0 || level > MAX_LEVEL || indented || !spaced) {
      return Optional.empty();
    }
    return Optional.of(
        new Heading(level, withoutClosing(text.substring(level).strip()), number, number));
  }

  /** From the last to the first, so that many headings take no more than a look at each. */
  private void findEnds() {
    int[] next = new int[MAX_LEVEL + 1];
    Arrays.fill(next, lines.size() + 1);
    for (int i = headings.size() - 1; i >= 0; i--) {
      Heading heading = headings.get(i);
      int end = next[heading.level()] - 1;
      headings.set(i, new Heading(heading.level(), heading.title(), heading.line(), end));
      Arrays.fill(next, heading.level(), MAX_LEVEL + 1, heading.line());
    }
  }

  /** A heading may end in number signs too. */
  private static String withoutClosing(String title) {
    int end = title.length();
    while (end > 0 && title.charAt(end - 1) == '#') {
      end--;
    }
    boolean closing = end == 0 || Character.isWhitespace(title.charAt(end - 1));
    return closing ? title.substring(0, end).strip() : title;
  }
}
