package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.FencedHeading;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Requires sections, and says why one that seems to be there does not count. */
final class SectionRules {
  private final RunbookParts parts;
  private final RunbookFindings findings;

  SectionRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  /**
   * Requires a section whose title begins so.
   *
   * @param otherwise the line to report if no heading is similar
   */
  Optional<Heading> require(String title, int otherwise) {
    Optional<Heading> section = parts.body().section(title);
    if (section.isEmpty()) {
      missing(title, otherwise);
    }
    return section;
  }

  /** Requires a closing section of version 2. */
  Optional<Heading> requireClosing(String title) {
    Optional<Heading> section = parts.closing(title);
    if (section.isEmpty()) {
      missing(title, parts.bottom());
    }
    return section;
  }

  private void missing(String title, int otherwise) {
    Predicate<Heading> similar =
        heading ->
            RunbookSteps.name(heading.title())
                .toLowerCase(Locale.ROOT)
                .startsWith(title.toLowerCase(Locale.ROOT));
    Optional<FencedHeading> fenced =
        parts.body().fencedHeadings().stream()
            .filter(within -> similar.test(within.heading()))
            .findFirst();
    Optional<Heading> near = parts.body().headings().stream().filter(similar).findFirst();
    String add = "Add a section \"## " + title + "\".";
    int line =
        Stream.of(near, fenced.map(FencedHeading::heading))
            .flatMap(Optional::stream)
            .findFirst()
            .map(Heading::line)
            .orElse(otherwise);
    if (near.isPresent()) {
      findings.rule(
          line,
          "## " + title,
          "Jetty does not recognise this heading.",
          "Write it as \"## " + title + "\", with nothing after it.");
    } else if (fenced.isPresent()) {
      findings.rule(
          line,
          "## " + title,
          "This heading is inside the code fence that opens at line "
              + fenced.get().fence()
              + ", so it is text.",
          "Close that fence first; a fence that holds other fences needs more marks than they.");
    } else {
      findings.rule(line, "## " + title, "This section is missing.", add);
    }
  }
}
