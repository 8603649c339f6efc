package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.List;
import java.util.regex.Pattern;

/** Checks what only version 2 of the format requires or forbids. */
final class SecondVersionRules {
  private static final Pattern ITEM = Pattern.compile("\\s*[-*+] {1,9}\\[[ xX]\\](?:\\s.*)?");
  private static final Pattern REPORT_VERSION =
      Pattern.compile("\"version\"\\s{0,9}:\\s{0,9}2(?![\\d.])");
  private static final Pattern REPORT_CHECKS = Pattern.compile("\"checks\"\\s{0,9}:\\s{0,9}\\[");
  private static final String RESULTS_DIR = "results_dir";

  private final RunbookParts parts;
  private final RunbookFindings findings;

  private SecondVersionRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  static void check(RunbookParts parts, RunbookFindings findings) {
    SecondVersionRules rules = new SecondVersionRules(parts, findings);
    SectionRules sections = new SectionRules(parts, findings);
    sections
        .requireClosing(FormatVersion.CODE_CHECKS)
        .ifPresent(new CheckRules(parts, findings)::check);
    sections.requireClosing(FormatVersion.CHECKLIST).ifPresent(rules::checklist);
    sections.requireClosing(FormatVersion.REPORT).ifPresent(rules::report);
    rules.resultsDir();
    rules.versionOne();
  }

  /** Returns whether a line is an item of a checklist. */
  static boolean isItem(String line) {
    return ITEM.matcher(line).matches();
  }

  private List<String> lines(Heading section) {
    return parts.lines().subList(section.line(), section.end());
  }

  private void checklist(Heading section) {
    if (lines(section).stream().noneMatch(SecondVersionRules::isItem)) {
      findings.error(
          section.line(),
          "## " + FormatVersion.CHECKLIST,
          "The checklist has no item.",
          "Write at least one line \"- [ ] what must hold\".");
    }
  }

  private void report(Heading section) {
    String text = String.join("\n", lines(section));
    if (!REPORT_VERSION.matcher(text).find()) {
      findings.error(
          section.line(),
          "## " + FormatVersion.REPORT,
          "The report has no \"version\": 2.",
          "Show the report as JSON with \"version\": 2, a number.");
    }
    if (!REPORT_CHECKS.matcher(text).find()) {
      findings.error(
          section.line(),
          "## " + FormatVersion.REPORT,
          "The report has no list of checks.",
          "Show the report as JSON with \"checks\": […].");
    }
  }

  /** Jetty fills it anyway; a reader looks for it in the table. */
  private void resultsDir() {
    boolean declared =
        parts.parameters().stream().anyMatch(parameter -> parameter.name().equals(RESULTS_DIR));
    parts.placeholders().stream()
        .filter(use -> !declared && use.name().equals(RESULTS_DIR))
        .forEach(
            use ->
                findings.warning(
                    use.line(),
                    "{{" + RESULTS_DIR + "}}",
                    "The parameters do not declare this one.",
                    "Add a row to the table under " + ParametersTable.WHERE + "."));
  }

  private void versionOne() {
    parts.body().headings().stream()
        .filter(
            heading -> RunbookSteps.name(heading.title()).startsWith(FormatVersion.FINAL_CHECKLIST))
        .findFirst()
        .ifPresent(heading -> ofVersionOne(heading.line(), FormatVersion.FINAL_CHECKLIST));
    parts
        .lineWith(FormatVersion.VERIFICATION)
        .ifPresent(line -> ofVersionOne(line, FormatVersion.VERIFICATION));
  }

  private void ofVersionOne(int line, String mark) {
    findings.error(
        line,
        mark,
        "This belongs to version 1 of the format, but the runbook uses version 2.",
        "Move what it checks to \"## Code Checks\" and \"## Checklist\", and remove it.");
  }
}
