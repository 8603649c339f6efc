package io.jettymcp.workflow.cadence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Converts a cadence in the local time of a zone to UTC, which is all that Jetty stores.
 *
 * @param type daily, weekdays or weekly
 * @param day the local day of the week; for weekly alone
 */
public record LocalCadence(Cadence.Type type, LocalTime at, Optional<DayOfWeek> day, ZoneId zone) {
  /** Reports that UTC has no cadence that fires on these days. */
  public static final class NotInUtc extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    NotInUtc(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** Returns full sentences that state the reason and the alternatives. */
    public String reason() {
      return reason;
    }
  }

  /**
   * Returns the cadence in UTC that fires at this local time until the clocks next change.
   *
   * @throws NotInUtc if Monday to Friday in the zone are other days in UTC
   */
  public Cadence inUtc(Instant now) throws NotInUtc {
    ZonedDateTime first = next(now);
    // The requested time, not that of the first firing, which a change of clocks may have moved.
    OffsetDateTime utc =
        first
            .toLocalDate()
            .atTime(at)
            .atOffset(first.getOffset())
            .withOffsetSameInstant(ZoneOffset.UTC);
    long shift = ChronoUnit.DAYS.between(first.toLocalDate(), utc.toLocalDate());
    if (type == Cadence.Type.WEEKDAYS && shift != 0) {
      throw new NotInUtc(notWeekdays(shift, first.getOffset()));
    }
    return new Cadence(
        type, OptionalInt.of(utc.getHour()), utc.getMinute(), day.map(local -> local.plus(shift)));
  }

  /** Returns the local day on which a weekly cadence in UTC fires next. */
  public static Optional<DayOfWeek> localDay(Cadence utc, ZoneId zone, Instant now) {
    return utc.day().flatMap(d -> utc.next(now)).map(next -> next.atZone(zone).getDayOfWeek());
  }

  private ZonedDateTime next(Instant now) {
    ZonedDateTime from = now.atZone(zone);
    ZonedDateTime time = from.toLocalDate().atTime(at).atZone(zone);
    while (!time.isAfter(from) || !type.firesOn(time.getDayOfWeek(), day)) {
      time = time.toLocalDate().plusDays(1).atTime(at).atZone(zone);
    }
    return time;
  }

  private String notWeekdays(long shift, ZoneOffset offset) {
    LocalTime midnight = LocalTime.MIDNIGHT.plusSeconds(offset.getTotalSeconds());
    return String.format(
        Locale.ROOT,
        "Monday to Friday at %s in %s is %s in UTC, which no cadence expresses. Choose a time %s,"
            + " or create one weekly routine for each day.",
        at,
        zone,
        shift > 0 ? "Tuesday to Saturday" : "Sunday to Thursday",
        shift > 0 ? "before " + midnight : "from " + midnight + " on");
  }
}
