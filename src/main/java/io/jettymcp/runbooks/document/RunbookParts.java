package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.FrontmatterReader.Head;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.List;
import java.util.Optional;

/** Bundles all parts of a runbook for the rules. */
record RunbookParts(
    List<String> lines,
    Head head,
    Markdown body,
    List<Parameter> parameters,
    List<RunbookStep> steps,
    List<Placeholder> placeholders) {

  Frontmatter frontmatter() {
    return head.frontmatter();
  }

  /** The line to report for something that is missing near the top. */
  int top() {
    return Math.max(1, Math.min(head.bodyFrom(), lines.size()));
  }

  /** The line to report for something that is missing at the end. */
  int bottom() {
    return Math.max(1, lines.size());
  }

  /** The first line of the body that holds a text, if one does. */
  Optional<Integer> lineWith(String text) {
    for (int i = head.bodyFrom(); i <= lines.size(); i++) {
      if (lines.get(i - 1).contains(text)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /**
   * A closing section of version 2: any case, with or without a step number. Only the report may
   * have a suffix.
   */
  Optional<Heading> closing(String title) {
    return body.headings().stream()
        .filter(heading -> heading.level() == 2 && isClosing(heading, title))
        .findFirst();
  }

  /** Returns whether a heading has the title of a closing section. */
  static boolean isClosing(Heading heading, String title) {
    String name = RunbookSteps.name(heading.title());
    return title.equals(FormatVersion.REPORT)
        ? name.regionMatches(true, 0, title, 0, title.length())
        : name.equalsIgnoreCase(title);
  }
}
