package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarTest {
  @Test
  void endIsExactToAnEighthOfAColumn() {
    assertThat(Bar.of(0.5, 4, Symbols.UNICODE)).isEqualTo("██");
    assertThat(Bar.of(0.53125, 4, Symbols.UNICODE)).isEqualTo("██▏");
    assertThat(Bar.of(0.96875, 4, Symbols.UNICODE)).isEqualTo("███▉");
    assertThat(Bar.of(1, 4, Symbols.ASCII)).isEqualTo("####");
  }

  @Test
  void shortBarsAreVisibleAndInsideTheAxis() {
    assertThat(Bar.between(0.5, 0.5, 4, Symbols.UNICODE)).isEqualTo("  ▏");
    assertThat(Bar.between(1, 1, 4, Symbols.UNICODE)).isEqualTo("   ▏");
    assertThat(Bar.between(-3, 9, 4, Symbols.UNICODE)).isEqualTo("████");
  }

  @Test
  void nothingHasNoBar() {
    assertThat(Bar.of(0, 4, Symbols.UNICODE)).isEmpty();
    assertThat(Bar.of(Double.NaN, 4, Symbols.UNICODE)).isEmpty();
  }

  @Test
  void sparklineRisesWithTheValues() {
    assertThat(Bar.sparkline(List.of(0.0, 1.0, 2.0, 4.0), Symbols.UNICODE)).isEqualTo("▁▃▅█");
    assertThat(Bar.sparkline(List.of(0.0, 0.0), Symbols.UNICODE)).isEqualTo("▁▁");
    assertThat(Bar.sparkline(List.of(), Symbols.UNICODE)).isEmpty();
  }
}
