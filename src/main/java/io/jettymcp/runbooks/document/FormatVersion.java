package io.jettymcp.runbooks.document;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Detects the version of the format. The {@code version} of the frontmatter counts a runbook's own
 * editions, so the sections decide, and the frontmatter only where they are ambiguous.
 */
final class FormatVersion {
  static final String CODE_CHECKS = "Code Checks";
  static final String CHECKLIST = "Checklist";
  static final String REPORT = "Write Validation Report";
  static final String FINAL_CHECKLIST = "Final Checklist";
  static final String VERIFICATION = "FINAL OUTPUT VERIFICATION";
  static final List<String> VERIFICATIONS = List.of(VERIFICATION, "Verification Script");
  static final List<String> KEYS_OF_TWO = List.of("code_checks", "strict_evaluation");

  private static final Pattern SECOND = Pattern.compile("2(\\.0){0,2}");

  private FormatVersion() {}

  static int of(RunbookParts parts) {
    if (parts.closing(CODE_CHECKS).isPresent()) {
      return 2;
    }
    if (parts.body().section(FINAL_CHECKLIST).isPresent()
        || VERIFICATIONS.stream().anyMatch(mark -> parts.lineWith(mark).isPresent())) {
      return 1;
    }
    boolean second =
        parts.closing(CHECKLIST).isPresent()
            || parts.body().fencedHeadings().stream()
                .anyMatch(within -> RunbookParts.isClosing(within.heading(), CODE_CHECKS))
            || KEYS_OF_TWO.stream().anyMatch(parts.head().lines()::containsKey)
            || parts
                .frontmatter()
                .version()
                .filter(own -> SECOND.matcher(own).matches())
                .isPresent();
    return second ? 2 : 1;
  }
}
