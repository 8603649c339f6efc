package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Fence;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what only one of the two versions of the format requires or forbids. */
final class VersionRules {
  private static final String REPORT = "Write Validation Report";
  private static final String OUTPUTS_EXIST = "outputs-exist";
  private static final Pattern CHECK = Pattern.compile("([A-Za-z0-9._-]{1,100}) — (\\S.*)");
  private static final Set<String> CHECK_LANGUAGES =
      Set.of("", "bash", "sh", "shell", "yaml", "agent");
  private static final Pattern REPORT_VERSION =
      Pattern.compile("\"version\"\\s{0,9}:\\s{0,9}2(?![\\d.])");
  private static final Pattern REPORT_CHECKS = Pattern.compile("\"checks\"\\s{0,9}:\\s{0,9}\\[");

  private final RunbookParts parts;
  private final RunbookFindings findings;

  private VersionRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  static void check(int version, RunbookParts parts, RunbookFindings findings) {
    VersionRules rules = new VersionRules(parts, findings);
    if (version == 2) {
      rules.second();
    } else {
      rules.first();
    }
  }

  private void first() {
    SharedRules.require(parts, findings, FormatVersion.FINAL_CHECKLIST, parts.bottom());
    if (FormatVersion.VERIFICATIONS.stream().allMatch(mark -> parts.lineWith(mark).isEmpty())) {
      findings.error(
          parts
              .body()
              .section(FormatVersion.FINAL_CHECKLIST)
              .map(Heading::line)
              .orElse(parts.bottom()),
          "## " + FormatVersion.FINAL_CHECKLIST,
          "There is no script that verifies the output files.",
          "Add a \"### Verification Script\" that checks each required file and prints FINAL"
              + " OUTPUT VERIFICATION.");
    }
    for (String key : FormatVersion.KEYS_OF_TWO) {
      if (parts.head().lines().containsKey(key)) {
        findings.error(
            parts.head().line(key),
            key,
            "This belongs to version 2 of the format, but the runbook has sections of version 1.",
            "Remove it, or write \"## Code Checks\" and \"## Checklist\" instead of \"## "
                + FormatVersion.FINAL_CHECKLIST
                + "\".");
      }
    }
  }

  private void second() {
    exact(FormatVersion.CODE_CHECKS).ifPresent(this::codeChecks);
    exact(FormatVersion.CHECKLIST).ifPresent(this::checklist);
    exact(REPORT).ifPresent(this::report);
    parts
        .body()
        .section(FormatVersion.FINAL_CHECKLIST)
        .ifPresent(heading -> ofVersionOne(heading.line(), FormatVersion.FINAL_CHECKLIST));
    for (String mark : FormatVersion.VERIFICATIONS) {
      parts.lineWith(mark).ifPresent(line -> ofVersionOne(line, mark));
    }
  }

  private void ofVersionOne(int line, String mark) {
    findings.error(
        line,
        mark,
        "This belongs to version 1 of the format, but the runbook uses version 2.",
        "Move what it checks to \"## Code Checks\" and \"## Checklist\", and remove it.");
  }

  /** A section whose title is exactly this, or the finding that there is none. */
  private Optional<Heading> exact(String title) {
    Optional<Heading> section = parts.exactly(title);
    if (section.isEmpty()) {
      int line =
          parts.body().headings().stream()
              .filter(heading -> RunbookSteps.name(heading.title()).equalsIgnoreCase(title))
              .findFirst()
              .map(Heading::line)
              .orElse(parts.bottom());
      findings.error(
          line,
          "## " + title,
          "Version 2 of the format needs a section with exactly this heading.",
          "Write \"## " + title + "\", without a step number.");
    }
    return section;
  }

  private void codeChecks(Heading section) {
    List<Heading> checks =
        parts.body().headings().stream()
            .filter(heading -> heading.level() == 3)
            .filter(heading -> heading.line() > section.line() && heading.line() <= section.end())
            .toList();
    Set<String> ids = new HashSet<>();
    for (Heading check : checks) {
      Matcher title = CHECK.matcher(check.title());
      if (!title.matches()) {
        findings.error(
            check.line(),
            "## Code Checks",
            "The heading of this check is not of the form id — name.",
            "Write \"### my-check — What it checks\" with a long dash; an id has letters, digits,"
                + " '.', '_' and '-'.");
        continue;
      }
      if (!ids.add(title.group(1))) {
        findings.error(
            check.line(),
            "### " + title.group(1),
            "Two checks have this id.",
            "Give each check an id of its own.");
      }
      fence(check, "### " + title.group(1));
    }
    if (!ids.contains(OUTPUTS_EXIST)) {
      findings.error(
          section.line(),
          "## Code Checks",
          "There is no check " + OUTPUTS_EXIST + ".",
          "Add \"### outputs-exist — Every required file exists\" with a bash fence that tests"
              + " each file.");
    }
  }

  private void fence(Heading check, String where) {
    List<Fence> fences = parts.body().fences(check.line(), check.end());
    if (fences.size() != 1) {
      findings.error(
          check.line(),
          where,
          "A check needs exactly one code fence, and this has " + fences.size() + ".",
          "Put the command into one ```bash fence below the heading.");
    } else if (!CHECK_LANGUAGES.contains(fences.get(0).language())) {
      findings.error(
          fences.get(0).open(),
          where,
          "This code fence has an unknown language.",
          "Write ```bash for a command, ```yaml or ```agent for the other kinds.");
    }
  }

  private void checklist(Heading section) {
    boolean item =
        parts.lines().subList(section.line(), section.end()).stream()
            .anyMatch(line -> line.strip().startsWith("- [ ]"));
    if (!item) {
      findings.error(
          section.line(),
          "## Checklist",
          "The checklist has no item.",
          "Write at least one line \"- [ ] what must hold\".");
    }
  }

  private void report(Heading section) {
    String text = String.join("\n", parts.lines().subList(section.line(), section.end()));
    if (!REPORT_VERSION.matcher(text).find()) {
      findings.error(
          section.line(),
          "## " + REPORT,
          "The report has no \"version\": 2.",
          "Show the report as JSON with \"version\": 2, a number.");
    }
    if (!REPORT_CHECKS.matcher(text).find()) {
      findings.error(
          section.line(),
          "## " + REPORT,
          "The report has no list of checks.",
          "Show the report as JSON with \"checks\": […].");
    }
  }
}
