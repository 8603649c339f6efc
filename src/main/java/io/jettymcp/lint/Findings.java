package io.jettymcp.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Collects findings, errors before warnings, and keeps only as many as are worth reading at once.
 *
 * @param <F> a finding of one language
 */
public final class Findings<F> {
  private static final int MAX_KEPT = 50;

  private final List<F> errors = new ArrayList<>();
  private final List<F> warnings = new ArrayList<>();
  private int errorCount;
  private int warningCount;

  /** Makes the finding that says how many were left out. */
  @FunctionalInterface
  public interface Rest<F> {
    F of(Severity severity, String what, String fix);
  }

  /** Adds a finding, which is made only if it is kept: looking for the right name takes time. */
  public void add(Severity severity, Supplier<F> finding) {
    boolean error = severity == Severity.ERROR;
    errorCount += error ? 1 : 0;
    warningCount += error ? 0 : 1;
    List<F> kept = error ? errors : warnings;
    if (kept.size() < MAX_KEPT) {
      kept.add(finding.get());
    }
  }

  /** At most 50 findings, errors first, and one more if others were left out. */
  public List<F> list(Rest<F> rest) {
    List<F> shown = Stream.concat(errors.stream(), warnings.stream()).limit(MAX_KEPT).toList();
    int left = errorCount + warningCount - shown.size();
    if (left == 0) {
      return shown;
    }
    List<F> all = new ArrayList<>(shown);
    all.add(
        rest.of(
            errorCount > MAX_KEPT ? Severity.ERROR : Severity.WARNING,
            left + " more findings are not shown",
            "They are shown once the ones above are fixed."));
    return List.copyOf(all);
  }
}
