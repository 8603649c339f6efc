package io.jettymcp.workflow.cadence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockChangeTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-29T22:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "DAILY, 19, 30, , America/New_York, From 2027-03-14 this fires at 15:30 local time.",
    "DAILY, 6, 30, , America/New_York, From 2027-03-15 this fires at 02:30 local time.",
    "WEEKLY, 19, 30, WEDNESDAY, America/New_York,"
        + " From 2027-03-17 this fires on Wednesday at 15:30 local time.",
    "WEEKLY, 4, 30, TUESDAY, America/New_York,"
        + " From 2027-03-16 this fires on Tuesday at 00:30 local time.",
    "WEEKDAYS, 8, 0, , Europe/Berlin, From 2027-03-29 this fires at 10:00 local time."
  })
  void nextChangeOfClocksIsReportedFromTheFirstFiringAfterIt(
      Cadence.Type type,
      int hour,
      int minute,
      @Nullable DayOfWeek day,
      String zone,
      String sentence) {
    Cadence cadence = new Cadence(type, OptionalInt.of(hour), minute, Optional.ofNullable(day));

    assertThat(ClockChange.of(cadence, ZoneId.of(zone), NOVEMBER)).contains(sentence);
  }

  @Test
  void weekdaysShiftedAcrossMidnightAreNamed() {
    Cadence cadence = new Cadence(Cadence.Type.WEEKDAYS, OptionalInt.of(4), 30, Optional.empty());

    assertThat(
            ClockChange.of(
                cadence, ZoneId.of("America/New_York"), Instant.parse("2026-07-01T00:00:00Z")))
        .contains("From 2026-11-01 this fires on Sunday to Thursday at 23:30 local time.");
  }

  @Test
  void noChangeIsReportedWithoutAnHourOrClockChange() {
    Cadence hourly = new Cadence(Cadence.Type.HOURLY, OptionalInt.empty(), 5, Optional.empty());
    Cadence daily = new Cadence(Cadence.Type.DAILY, OptionalInt.of(5), 5, Optional.empty());

    assertThat(ClockChange.of(hourly, ZoneId.of("Europe/Berlin"), NOVEMBER)).isEmpty();
    assertThat(ClockChange.of(daily, ZoneId.of("Asia/Tokyo"), NOVEMBER)).isEmpty();
  }

  @Test
  void skippedLocalTimeAppliesFromTheNextDay() throws Exception {
    Instant dayBefore = Instant.parse("2027-03-13T12:00:00Z");
    LocalCadence local =
        new LocalCadence(
            Cadence.Type.DAILY,
            LocalTime.of(2, 30),
            Optional.empty(),
            ZoneId.of("America/New_York"));

    assertThat(local.inUtc(dayBefore).next(Instant.parse("2027-03-15T00:00:00Z")))
        .contains(Instant.parse("2027-03-15T06:30:00Z"));
  }
}
