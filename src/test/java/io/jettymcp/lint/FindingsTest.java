package io.jettymcp.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings<String> findings = new Findings<>();

  private List<String> list() {
    return findings.list((severity, what, fix) -> severity + ": " + what);
  }

  private void add(Severity severity, int count) {
    for (int i = 0; i < count; i++) {
      findings.add(severity, severity::name);
    }
  }

  @Test
  void worstFindingsComeFirst() {
    findings.add(Severity.DOUBTFUL, () -> "d");
    findings.add(Severity.LOSES, () -> "l");
    findings.add(Severity.FAILS, () -> "f");

    assertThat(list()).containsExactly("f", "l", "d");
  }

  @Test
  void fiftyAreShownInFull() {
    add(Severity.FAILS, 20);
    add(Severity.DOUBTFUL, 30);

    assertThat(list()).hasSize(50);
  }

  @Test
  void lastFindingCountsHiddenOnes() {
    add(Severity.FAILS, 50);
    add(Severity.DOUBTFUL, 7);

    assertThat(list()).hasSize(51).endsWith("DOUBTFUL: 7 more findings are not shown");
  }

  @Test
  void lastFindingHasTheWorstHiddenSeverity() {
    add(Severity.FAILS, 51);
    add(Severity.LOSES, 1);

    assertThat(list()).hasSize(51).endsWith("FAILS: 2 more findings are not shown");
  }

  @Test
  void hiddenFindingsAreNeverMade() {
    add(Severity.DOUBTFUL, 50);
    findings.add(
        Severity.DOUBTFUL,
        () -> {
          throw new AssertionError("made in vain");
        });

    assertThat(list()).hasSize(51);
  }
}
