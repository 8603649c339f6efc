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
  void errorsComeBeforeWarnings() {
    findings.add(Severity.WARNING, () -> "w");
    findings.add(Severity.ERROR, () -> "e");

    assertThat(list()).containsExactly("e", "w");
  }

  @Test
  void fiftyAreShownInFull() {
    add(Severity.ERROR, 20);
    add(Severity.WARNING, 30);

    assertThat(list()).hasSize(50);
  }

  @Test
  void lastFindingCountsHiddenWarnings() {
    add(Severity.ERROR, 50);
    add(Severity.WARNING, 7);

    assertThat(list()).hasSize(51).endsWith("WARNING: 7 more findings are not shown");
  }

  @Test
  void lastFindingIsAnErrorIfErrorsAreHidden() {
    add(Severity.ERROR, 51);

    assertThat(list()).hasSize(51).endsWith("ERROR: 1 more findings are not shown");
  }

  @Test
  void hiddenFindingsAreNeverMade() {
    add(Severity.WARNING, 50);
    findings.add(
        Severity.WARNING,
        () -> {
          throw new AssertionError("made in vain");
        });

    assertThat(list()).hasSize(51);
  }
}
