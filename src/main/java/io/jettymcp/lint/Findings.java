package io.jettymcp.lint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects findings, the worst first, and keeps only as many as are worth reading at once.
 *
 * @param <F> a finding of one language
 */
public final class Findings<F> {
  private static final int MAX_KEPT = 50;

  private final Map<Severity, Group<F>> groups = new EnumMap<>(Severity.class);

  /** Makes the finding that says how many were left out. */
  @FunctionalInterface
  public interface Rest<F> {
    F of(Severity severity, String what, String fix);
  }

  /** Adds a finding, which is made only if it is kept: looking for the right name takes time. */
  public void add(Severity severity, Supplier<F> finding) {
    groups.computeIfAbsent(severity, none -> new Group<>()).add(finding);
  }

  /** Returns at most 50 findings, the worst first, and one more if others were left out. */
  public List<F> list(Rest<F> rest) {
    List<F> shown = new ArrayList<>();
    int left = 0;
    Severity worst = Severity.DOUBTFUL;
    for (Map.Entry<Severity, Group<F>> entry : groups.entrySet()) {
      Group<F> group = entry.getValue();
      int room = Math.min(MAX_KEPT - shown.size(), group.kept.size());
      shown.addAll(group.kept.subList(0, room));
      if (group.count > room) {
        worst = left == 0 ? entry.getKey() : worst;
        left += group.count - room;
      }
    }
    if (left > 0) {
      shown.add(
          rest.of(
              worst,
              left + " more findings are not shown",
              "They are shown once the ones above are fixed."));
    }
    return List.copyOf(shown);
  }

  /** The findings of one severity, of which only the first are kept. */
  private static final class Group<F> {
    private final List<F> kept = new ArrayList<>();
    private int count;

    private void add(Supplier<F> finding) {
      count++;
      if (kept.size() < MAX_KEPT) {
        kept.add(finding.get());
      }
    }
  }
}
