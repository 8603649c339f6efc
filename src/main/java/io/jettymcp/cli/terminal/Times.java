package io.jettymcp.cli.terminal;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Words times and durations in short. */
final class Times {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

  private Times() {}

  /** Returns for example 0.4 s, 2:05 min or 1:02 h. */
  static String duration(double seconds) {
    if (!(seconds >= 0) || seconds > Integer.MAX_VALUE) {
      return "";
    }
    if (seconds < 99.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3_600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3_600, whole / 60 % 60);
  }

  /** Returns minutes and seconds, as a stopwatch shows them. */
  static String elapsed(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** Returns how long ago a time of Jetty was, or the text itself if it is no time. */
  static String ago(String time, Clock clock) {
    try {
      return ago(instant(time), clock);
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static String ago(Instant then, Clock clock) {
    long seconds = Math.max(0, Duration.between(then, clock.instant()).toSeconds());
    if (seconds < 60) {
      return seconds + " s ago";
    } else if (seconds < 3_600) {
      return seconds / 60 + " min ago";
    } else if (seconds < 48 * 3_600) {
      return seconds / 3_600 + " h ago";
    } else if (seconds < 30 * 86_400) {
      return seconds / 86_400 + " days ago";
    }
    return DAY.format(then.atZone(clock.getZone()));
  }

  /** Reads a time as Jetty writes it: without an offset it is UTC. */
  static Instant instant(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException withoutOffset) {
      return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    }
  }
}
