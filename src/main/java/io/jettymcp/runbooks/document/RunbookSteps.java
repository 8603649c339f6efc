package io.jettymcp.runbooks.document;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sections {@code ## Step N: title}. */
final class RunbookSteps {
  private static final Pattern TITLE =
      Pattern.compile(
          "step (\\d{1,6}) ?(?::|\\.(?!\\d)) ?(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private RunbookSteps() {}

  /** The title of a section without {@code Step N:} before it. */
  static String name(String title) {
    Matcher step = TITLE.matcher(title);
    return step.matches() ? step.group(2).strip() : title;
  }

  static List<RunbookStep> of(Markdown text) {
    return text.headings().stream()
        .filter(heading -> heading.level() == 2)
        .map(heading -> new Titled(heading, TITLE.matcher(heading.title())))
        .filter(titled -> titled.title().matches())
        .map(Titled::step)
        .toList();
  }

  private record Titled(Markdown.Heading heading, Matcher title) {
    RunbookStep step() {
      return new RunbookStep(
          Integer.parseInt(title.group(1)), title.group(2).strip(), heading.line(), heading.end());
    }
  }
}
