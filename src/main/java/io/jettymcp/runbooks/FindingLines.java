package io.jettymcp.runbooks;

import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import java.util.ArrayList;
import java.util.List;

/** Writes findings as warnings of a result. */
final class FindingLines {
  private static final int MAX_WARNINGS = 15;

  private FindingLines() {}

  /** Lists the findings, except on the choice of a model, which has warnings of its own. */
  static List<String> ofAll(Runbook runbook) {
    return of(
        runbook.findings().stream().filter(finding -> !finding.where().equals("model")).toList());
  }

  /** Lists findings, a line each. */
  static List<String> of(List<RunbookFinding> findings) {
    List<String> lines = new ArrayList<>();
    for (RunbookFinding finding : findings.subList(0, Math.min(findings.size(), MAX_WARNINGS))) {
      String place = "Line " + finding.line() + " (" + finding.where() + "): ";
      lines.add(place + finding.what() + " " + finding.fix());
    }
    if (findings.size() > MAX_WARNINGS) {
      lines.add((findings.size() - MAX_WARNINGS) + " more.");
    }
    return lines;
  }
}
