package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sections {@code ## Step N: title}. */
final class RunbookSteps {
  private static final Pattern TITLE = Pattern.compile("Step (\\d{1,6}) ?: ?(.*)", Pattern.DOTALL);

  private RunbookSteps() {}

  /** The title of a section without {@code RunbookStep N:} before it. */
  static String name(String title) {
    Matcher step = TITLE.matcher(title);
    return step.matches() ? step.group(2).strip() : title;
  }

  static List<RunbookStep> of(Markdown text) {
    List<RunbookStep> steps = new ArrayList<>();
    for (Heading heading : text.headings()) {
      Matcher step = TITLE.matcher(heading.title());
      if (heading.level() == 2 && step.matches()) {
        steps.add(
            new RunbookStep(
                Integer.parseInt(step.group(1)),
                step.group(2).strip(),
                heading.line(),
                body(text.lines(), heading.line(), heading.end())));
      }
    }
    return List.copyOf(steps);
  }

  /** The lines after the heading, without the rule that many runbooks draw between sections. */
  private static String body(List<String> lines, int heading, int end) {
    int last = end;
    while (last > heading && isRule(lines.get(last - 1))) {
      last--;
    }
    return String.join("\n", lines.subList(heading, last)).strip();
  }

  private static boolean isRule(String line) {
    return line.isBlank() || line.strip().equals("---");
  }
}
