package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CadenceTest {
  @Test
  void aManualCadenceNeverFires() {
    Cadence manual = new Cadence(Cadence.Type.MANUAL, null, 0, null);
    assertThat(manual.next(Instant.parse("2026-03-02T10:00:00Z"))).isEmpty();
  }

  @Test
  void anHourlyOneFiresAtItsMinute() {
    Cadence hourly = new Cadence(Cadence.Type.HOURLY, null, 30, null);
    assertNext(hourly, "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z");
    assertNext(hourly, "2026-03-02T10:30:00Z", "2026-03-02T11:30:00Z");
    assertNext(hourly, "2026-12-31T23:45:10Z", "2027-01-01T00:30:00Z");
  }

  @Test
  void aDailyOneFiresOnceADay() {
    Cadence daily = new Cadence(Cadence.Type.DAILY, 9, 5, null);
    assertNext(daily, "2026-02-28T09:04:59Z", "2026-02-28T09:05:00Z");
    assertNext(daily, "2026-02-28T09:05:00Z", "2026-03-01T09:05:00Z");
  }

  @Test
  void aWeekdaysOneSkipsTheWeekend() {
    Cadence weekdays = new Cadence(Cadence.Type.WEEKDAYS, 9, 0, null);
    assertNext(weekdays, "2026-03-06T09:00:00Z", "2026-03-09T09:00:00Z");
    assertNext(weekdays, "2026-03-07T01:00:00Z", "2026-03-09T09:00:00Z");
    assertNext(weekdays, "2026-03-09T09:00:00Z", "2026-03-10T09:00:00Z");
  }

  @Test
  void aWeeklyOneFiresOnItsDay() {
    Cadence weekly = new Cadence(Cadence.Type.WEEKLY, 0, 0, DayOfWeek.SUNDAY);
    assertNext(weekly, "2026-03-02T10:00:00Z", "2026-03-08T00:00:00Z");
    assertNext(weekly, "2026-03-08T00:00:00Z", "2026-03-15T00:00:00Z");
  }

  private static void assertNext(Cadence cadence, String after, String next) {
    assertThat(cadence.next(Instant.parse(after))).contains(Instant.parse(next));
  }
}
