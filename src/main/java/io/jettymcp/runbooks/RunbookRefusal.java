package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import java.util.List;

/** Refuses runbooks that cannot run, before any request is sent. */
final class RunbookRefusal {
  private RunbookRefusal() {}

  /**
   * Reads a runbook that can run; the rules of the format are advice.
   *
   * @throws BadArguments if it cannot, or is empty
   */
  static Runbook readable(RunbookSource text) {
    Runbook runbook = Runbook.read(notEmpty(text));
    refuse(
        text,
        "The runbook cannot run as it is",
        runbook.findings().stream().filter(RunbookFinding::refuses).toList());
    return runbook;
  }

  /**
   * Returns the text.
   *
   * @throws BadArguments if it is blank
   */
  static String notEmpty(RunbookSource text) {
    if (text.text().isBlank()) {
      throw new BadArguments(text.argument(), "The runbook is empty.");
    }
    return text.text();
  }

  /**
   * Refuses the runbook if there are findings.
   *
   * @throws BadArguments that lists them
   */
  static void refuse(RunbookSource text, String why, List<RunbookFinding> findings) {
    if (!findings.isEmpty()) {
      throw new BadArguments(
          text.argument(),
          why + ", so nothing was done:\n- " + String.join("\n- ", FindingLines.of(findings)));
    }
  }

  /** Returns whether it is an error that keeps the secrets from being known. */
  static boolean hidesSecrets(RunbookFinding finding) {
    return finding.refuses()
        && (finding.where().equals("frontmatter") || finding.where().startsWith("secrets"));
  }
}
