package io.jettymcp.workflow.cadence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {
  @ParameterizedTest
  @CsvSource({
    "MANUAL, , 0, , 2026-03-04T10:17:30Z, ''",
    "HOURLY, , 0, , 2026-03-04T10:17:30Z, 2026-03-04T11:00:00Z",
    "HOURLY, , 30, , 2026-03-04T10:17:30Z, 2026-03-04T10:30:00Z",
    "HOURLY, , 30, , 2026-03-04T10:30:00Z, 2026-03-04T11:30:00Z",
    "HOURLY, , 5, , 2026-12-31T23:05:00.001Z, 2027-01-01T00:05:00Z",
    "DAILY, 9, 0, , 2026-03-04T08:59:59.999Z, 2026-03-04T09:00:00Z",
    "DAILY, 9, 0, , 2026-03-04T09:00:00Z, 2026-03-05T09:00:00Z",
    "DAILY, 0, 0, , 2026-12-31T12:00:00Z, 2027-01-01T00:00:00Z",
    "DAILY, 23, 59, , 2028-02-28T23:59:00Z, 2028-02-29T23:59:00Z",
    "DAILY, 9, 0, , 2026-02-28T09:00:01Z, 2026-03-01T09:00:00Z",
    "WEEKDAYS, 9, 0, , 2026-03-06T09:00:00Z, 2026-03-09T09:00:00Z",
    "WEEKDAYS, 9, 0, , 2026-03-07T00:00:00Z, 2026-03-09T09:00:00Z",
    "WEEKDAYS, 9, 0, , 2026-03-08T23:00:00Z, 2026-03-09T09:00:00Z",
    "WEEKLY, 9, 0, WEDNESDAY, 2026-03-04T08:00:00Z, 2026-03-04T09:00:00Z",
    "WEEKLY, 9, 0, WEDNESDAY, 2026-03-04T09:00:00Z, 2026-03-11T09:00:00Z",
    "WEEKLY, 0, 15, FRIDAY, 2026-12-26T00:00:00Z, 2027-01-01T00:15:00Z"
  })
  void nextFiringIsAfterTheGivenTime(
      Cadence.Type type,
      @Nullable Integer hour,
      int minute,
      @Nullable DayOfWeek day,
      Instant after,
      String next) {
    assertThat(cadence(type, hour, minute, day).next(after).map(Instant::toString).orElse(""))
        .isEqualTo(next);
  }

  @Test
  void threeFiringsAreInOrder() {
    assertThat(
            cadence(Cadence.Type.WEEKDAYS, 9, 30, null)
                .next(Instant.parse("2026-03-05T12:00:00Z"), 3))
        .extracting(Instant::toString)
        .containsExactly("2026-03-06T09:30:00Z", "2026-03-09T09:30:00Z", "2026-03-10T09:30:00Z");
    assertThat(cadence(Cadence.Type.MANUAL, null, 0, null).next(Instant.EPOCH, 3)).isEmpty();
  }

  @Test
  void summerTimeDoesNotMoveFirings() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      List<Instant> times =
          cadence(Cadence.Type.DAILY, 1, 30, null).next(Instant.parse("2026-03-27T12:00:00Z"), 4);
      for (int i = 1; i < times.size(); i++) {
        assertThat(Duration.between(times.get(i - 1), times.get(i))).isEqualTo(Duration.ofDays(1));
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void firingsOfAYearAreOnTheirDaysAndTimes() {
    Cadence weekly = cadence(Cadence.Type.WEEKLY, 7, 5, DayOfWeek.SUNDAY);
    assertThat(weekly.next(Instant.parse("2026-01-01T00:00:00Z"), 53))
        .allSatisfy(
            time -> {
              var utc = time.atZone(ZoneOffset.UTC);
              assertThat(utc.getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
              assertThat(utc.toLocalTime()).hasToString("07:05");
            })
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "MANUAL, , 0, , only when started manually",
    "HOURLY, , 5, , every hour at minute 5",
    "DAILY, 9, 5, , every day at 09:05 UTC",
    "WEEKDAYS, 23, 0, , Monday to Friday at 23:00 UTC",
    "WEEKLY, 0, 0, SUNDAY, every Sunday at 00:00 UTC"
  })
  void cadenceIsDescribed(
      Cadence.Type type,
      @Nullable Integer hour,
      int minute,
      @Nullable DayOfWeek day,
      String words) {
    assertThat(cadence(type, hour, minute, day).inWords()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "HOURLY, , 5, ",
    "HOURLY, , 59, ",
    "DAILY, 9, 5, ",
    "WEEKDAYS, 23, 0, ",
    "WEEKLY, 0, 0, SUNDAY",
    "WEEKLY, 12, 30, WEDNESDAY"
  })
  void wordsAreReadAgain(
      Cadence.Type type, @Nullable Integer hour, int minute, @Nullable DayOfWeek day) {
    Cadence cadence = cadence(type, hour, minute, day);
    assertThat(Cadence.ofWords(cadence.inWords())).contains(cadence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "only when started manually",
        "monthly",
        "every Blueday at 08:00 UTC",
        "every day at 24:00 UTC",
        "every day at 08:60 UTC",
        "every hour at minute 60",
        "every day at 08:00 CET"
      })
  void otherWordsAreNoCadence(String words) {
    assertThat(Cadence.ofWords(words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DAILY, , 0, ",
    "DAILY, 24, 0, ",
    "DAILY, -1, 0, ",
    "DAILY, 9, 60, ",
    "HOURLY, , -1, ",
    "HOURLY, 9, 0, ",
    "WEEKDAYS, , 0, ",
    "WEEKLY, 9, 0, ",
    "WEEKLY, , 0, MONDAY",
    "DAILY, 9, 0, MONDAY",
    "MANUAL, 9, 0, ",
    "MANUAL, , 5, ",
  })
  void contradictoryFieldsAreRefused(
      Cadence.Type type, @Nullable Integer hour, int minute, @Nullable DayOfWeek day) {
    assertThatThrownBy(() -> cadence(type, hour, minute, day))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typesAndDaysUseTheNamesOfJetty() {
    assertThat(Cadence.Type.labelled("weekdays")).contains(Cadence.Type.WEEKDAYS);
    assertThat(Cadence.Type.labelled("cron")).isEmpty();
    assertThat(Cadence.day("mon")).contains(DayOfWeek.MONDAY);
    assertThat(Cadence.day("Sunday")).contains(DayOfWeek.SUNDAY);
    assertThat(Cadence.day("s")).isEmpty();
  }

  private static Cadence cadence(
      Cadence.Type type, @Nullable Integer hour, int minute, @Nullable DayOfWeek day) {
    return new Cadence(
        type,
        hour == null ? OptionalInt.empty() : OptionalInt.of(hour),
        minute,
        Optional.ofNullable(day));
  }
}
