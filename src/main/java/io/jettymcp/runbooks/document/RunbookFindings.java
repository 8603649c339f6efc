package io.jettymcp.runbooks.document;

import io.jettymcp.lint.Findings;
import io.jettymcp.lint.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the rules find in a runbook. */
final class RunbookFindings {
  private static final int AT_THE_END = Integer.MAX_VALUE;

  private final Findings<RunbookFinding> findings = new Findings<>();

  void error(int line, String where, String what, String fix) {
    findings.add(Severity.FAILS, () -> new RunbookFinding(true, line, where, what, fix));
  }

  void warning(int line, String where, String what, String fix) {
    findings.add(Severity.DOUBTFUL, () -> new RunbookFinding(false, line, where, what, fix));
  }

  /** By line, errors first within a line; a last one says how many were left out. */
  List<RunbookFinding> list() {
    List<RunbookFinding> all =
        new ArrayList<>(
            findings.list(
                (severity, what, fix) ->
                    new RunbookFinding(
                        severity == Severity.FAILS, AT_THE_END, "runbook", what + ".", fix)));
    all.sort(Comparator.comparingInt(RunbookFinding::line));
    return List.copyOf(all);
  }
}
