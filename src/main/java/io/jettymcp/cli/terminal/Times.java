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
import java.util.Optional;

/** Words times and durations in short. */
public final class Times {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);

  private static final Instant MAX = Instant.parse("9999-01-01T00:00:00Z");

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
  public static String elapsed(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** Returns how long ago a time of Jetty was, or the text itself if it is no time. */
  static String ago(String time, Clock clock) {
    Optional<Instant> then = find(time);
    if (then.isEmpty()) {
      return time;
    }
    long seconds = Math.max(0, Duration.between(then.get(), clock.instant()).toSeconds());
    if (seconds < 60) {
      return seconds + " s ago";
    } else if (seconds < 3_600) {
      return seconds / 60 + " min ago";
    } else if (seconds < 48 * 3_600) {
      return seconds / 3_600 + " h ago";
    } else if (seconds < 30 * 86_400) {
      return seconds / 86_400 + " days ago";
    }
    return DAY.format(then.get().atZone(clock.getZone()));
  }

  /** Reads a time as Jetty writes it: without an offset it is UTC. */
  static Optional<Instant> find(String time) {
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant()).filter(Times::isUsual);
    } catch (DateTimeException withoutOffset) {
      try {
        return Optional.of(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC))
            .filter(Times::isUsual);
      } catch (DateTimeException noTime) {
        return Optional.empty();
      }
    }
  }

  /** Returns whether a time is one that every zone can show. */
  private static boolean isUsual(Instant time) {
    return time.isAfter(Instant.EPOCH) && time.isBefore(MAX);
  }
}
