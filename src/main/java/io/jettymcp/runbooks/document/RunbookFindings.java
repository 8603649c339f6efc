package io.jettymcp.runbooks.document;

import io.jettymcp.lint.Findings;
import io.jettymcp.lint.Severity;
import io.jettymcp.runbooks.document.RunbookFinding.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the rules find in a runbook. */
final class RunbookFindings {
  private static final int AT_THE_END = Integer.MAX_VALUE;

  /**
   * A finding whose level may depend on the version of the format.
   *
   * @param advice whether version 1 only recommends the rule that is broken
   */
  private record Entry(boolean advice, RunbookFinding finding) {
    RunbookFinding in(int version) {
      return advice && version == 1
          ? new RunbookFinding(
              Level.WARNING, finding.line(), finding.where(), finding.what(), finding.fix())
          : finding;
    }
  }

  /** Adds a finding of one level. */
  @FunctionalInterface
  interface Sink {
    void add(int line, String where, String what, String fix);
  }

  private final Findings<Entry> findings = new Findings<>();

  /** Adds what keeps a runbook from running. */
  void refusal(int line, String where, String what, String fix) {
    add(Level.REFUSAL, false, line, where, what, fix);
  }

  void error(int line, String where, String what, String fix) {
    add(Level.ERROR, false, line, where, what, fix);
  }

  /** Adds a broken rule of the format: an error in version 2, advice in version 1. */
  void rule(int line, String where, String what, String fix) {
    add(Level.ERROR, true, line, where, what, fix);
  }

  void warning(int line, String where, String what, String fix) {
    add(Level.WARNING, false, line, where, what, fix);
  }

  private void add(Level level, boolean advice, int line, String where, String what, String fix) {
    findings.add(
        level.severity(),
        () -> new Entry(advice, new RunbookFinding(level, line, where, what, fix)));
  }

  /** By line, errors first within a line; a last one says how many were left out. */
  List<RunbookFinding> list(int version) {
    List<RunbookFinding> all = new ArrayList<>();
    findings
        .list(
            (severity, what, fix) ->
                new Entry(
                    severity == Severity.LOSES,
                    new RunbookFinding(Level.of(severity), AT_THE_END, "runbook", what + ".", fix)))
        .forEach(entry -> all.add(entry.in(version)));
    all.sort(Comparator.comparingInt(RunbookFinding::line));
    return List.copyOf(all);
  }
}
