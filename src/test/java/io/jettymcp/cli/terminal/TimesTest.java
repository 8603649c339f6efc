package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  private final Clock clock = new FakeClock("2026-11-30T08:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 0.0 s", "14.07, 14.1 s", "99.94, 99.9 s", "99.96, 1:40 min", "3725, 1:02 h"})
  void durationIsInItsUnit(double seconds, String words) {
    assertThat(Times.duration(seconds)).isEqualTo(words);
  }

  @Test
  void impossibleDurationIsNotShown() {
    assertThat(Times.duration(-1)).isEmpty();
    assertThat(Times.duration(Double.NaN)).isEmpty();
    assertThat(Times.duration(1e300)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T07:59:18Z, 42 s ago",
    "2026-11-30T07:57:00.123, 2 min ago",
    "2026-11-30T05:00:00+02:00, 5 h ago",
    "2026-11-27T08:00:00Z, 3 days ago",
    "2026-09-01T08:00:00Z, 2026-09-01",
    "2026-11-30T08:00:07Z, 0 s ago",
    "yesterday, yesterday",
    "+999999999-12-31T00:00:00Z, +999999999-12-31T00:00:00Z"
  })
  void timeIsRelativeToNow(String time, String words) {
    assertThat(Times.ago(time, clock)).isEqualTo(words);
  }

  @Test
  void stopwatchCountsMinutes() {
    assertThat(Times.elapsed(Duration.ofSeconds(16))).isEqualTo("0:16");
    assertThat(Times.elapsed(Duration.ofSeconds(3_661))).isEqualTo("61:01");
    assertThat(Times.elapsed(Duration.ofSeconds(-5))).isEqualTo("0:00");
  }
}
