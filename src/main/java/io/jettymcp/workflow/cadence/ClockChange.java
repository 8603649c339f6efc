package io.jettymcp.workflow.cadence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Describes how the next change of clocks moves a cadence, because Jetty keeps UTC. */
public final class ClockChange {
  private ClockChange() {}

  /**
   * Returns a sentence such as "From 2027-03-14 this fires at 15:30 local time."; empty if none.
   */
  public static Optional<String> of(Cadence cadence, ZoneId zone, Instant now) {
    if (cadence.hour().isEmpty()) {
      return Optional.empty();
    }
    // A change before the first firing is part of the conversion already.
    return cadence
        .next(now)
        .flatMap(first -> Optional.ofNullable(zone.getRules().nextTransition(first)))
        .flatMap(change -> cadence.next(change.getInstant().minusMillis(1)))
        .map(first -> sentence(cadence, first.atZone(zone)));
  }

  private static String sentence(Cadence cadence, ZonedDateTime first) {
    return "From "
        + first.toLocalDate()
        + " this fires "
        + days(cadence, first)
        + "at "
        + first.toLocalTime()
        + " local time.";
  }

  /** Names the local days of a cadence that is bound to days. */
  private static String days(Cadence cadence, ZonedDateTime first) {
    return switch (cadence.type()) {
      case WEEKLY -> "on " + name(first.getDayOfWeek()) + " ";
      case WEEKDAYS -> {
        long shift =
            ChronoUnit.DAYS.between(
                first.withZoneSameInstant(ZoneOffset.UTC).toLocalDate(), first.toLocalDate());
        yield shift == 0
            ? ""
            : "on "
                + name(DayOfWeek.MONDAY.plus(shift))
                + " to "
                + name(DayOfWeek.FRIDAY.plus(shift))
                + " ";
      }
      default -> "";
    };
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
