package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, and stops keeping it where nobody would read on. */
final class RunbookFindings {
  private static final int MAX_KEPT = 50;

  private final List<RunbookFinding> errors = new ArrayList<>();
  private final List<RunbookFinding> warnings = new ArrayList<>();
  private int left;

  void error(int line, String where, String what, String fix) {
    keep(errors, new RunbookFinding(true, line, where, what, fix));
  }

  void warning(int line, String where, String what, String fix) {
    keep(warnings, new RunbookFinding(false, line, where, what, fix));
  }

  private void keep(List<RunbookFinding> list, RunbookFinding finding) {
    if (list.size() < MAX_KEPT) {
      list.add(finding);
    } else {
      left++;
    }
  }

  /** By line, errors first within a line; a last one says how many were left out. */
  List<RunbookFinding> list() {
    List<RunbookFinding> all = new ArrayList<>(errors);
    all.addAll(warnings);
    all.sort(Comparator.comparingInt(RunbookFinding::line));
    if (left > 0) {
      all.add(
          new RunbookFinding(
              false,
              all.get(all.size() - 1).line(),
              "runbook",
              left + " more findings are not shown.",
              "They show up once the ones above are mended."));
    }
    return List.copyOf(all);
  }
}
