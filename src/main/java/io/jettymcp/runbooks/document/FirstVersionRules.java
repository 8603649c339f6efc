package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Heading;

/** Checks what only version 1 of the format asks for. */
final class FirstVersionRules {
  private FirstVersionRules() {}

  static void check(RunbookParts parts, RunbookFindings findings) {
    int line =
        new SectionRules(parts, findings)
            .require(FormatVersion.FINAL_CHECKLIST, parts.bottom())
            .map(Heading::line)
            .orElse(parts.bottom());
    if (FormatVersion.VERIFICATIONS.stream().allMatch(mark -> parts.lineWith(mark).isEmpty())) {
      findings.rule(
          line,
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
}
