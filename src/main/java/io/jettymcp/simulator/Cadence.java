package io.jettymcp.simulator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * When a routine fires, in UTC.
 *
 * @param hour null where the cadence names none
 * @param day null where the cadence names none
 */
record Cadence(Type type, @Nullable Integer hour, int minute, @Nullable DayOfWeek day) {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int LAST_HOUR = 23;
  private static final int LAST_MINUTE = 59;

  enum Type {
    MANUAL,
    HOURLY,
    DAILY,
    WEEKDAYS,
    WEEKLY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean takes(String field) {
      return switch (field) {
        case "minute_utc" -> this != MANUAL;
        case "hour_utc" -> this != MANUAL && this != HOURLY;
        case "day_of_week" -> this == WEEKLY;
        default -> field.equals("type");
      };
    }
  }

  /** Reads the cadence of a routine; what is wrong with it becomes a finding of the fields. */
  static Cadence read(Fields routine) {
    ObjectNode sent = routine.object("cadence");
    if (!sent.hasNonNull("type")) {
      if (routine.raw("cadence").isObject()) {
        routine.inside("cadence").text("type");
      }
      return new Cadence(Type.MANUAL, null, 0, null);
    }
    for (Type type : Type.values()) {
      if (type.word().equals(sent.path("type").asString(""))) {
        return read(type, routine.inside("cadence", type.word()));
      }
    }
    routine.refuse(
        "union_tag_invalid",
        "cadence",
        "Input tag does not match any of the expected tags:"
            + " 'manual', 'hourly', 'daily', 'weekdays', 'weekly'");
    return new Cadence(Type.MANUAL, null, 0, null);
  }

  private static Cadence read(Type type, Fields fields) {
    for (String name : fields.names()) {
      if (!type.takes(name)) {
        fields.refuse("extra_forbidden", name, "Extra inputs are not permitted");
      }
    }
    Integer hour = type.takes("hour_utc") ? fields.whole("hour_utc", 0, LAST_HOUR) : null;
    boolean atAMinute = type.takes("minute_utc") && fields.has("minute_utc");
    int minute = atAMinute ? fields.whole("minute_utc", 0, LAST_MINUTE) : 0;
    return new Cadence(type, hour, minute, type.takes("day_of_week") ? day(fields) : null);
  }

  private static DayOfWeek day(Fields fields) {
    String word = fields.text("day_of_week");
    int index = DAYS.indexOf(word);
    if (index < 0 && fields.raw("day_of_week").isString()) {
      fields.refuse(
          "literal_error",
          "day_of_week",
          "Input should be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'");
    }
    return DayOfWeek.of(Math.max(index, 0) + 1);
  }

  /** The first firing after a moment; empty for a manual routine. */
  Optional<Instant> next(Instant after) {
    ZonedDateTime moment = after.atZone(ZoneOffset.UTC);
    ZonedDateTime candidate = moment.truncatedTo(ChronoUnit.HOURS).withMinute(minute);
    if (type == Type.MANUAL) {
      return Optional.empty();
    }
    if (hour != null) {
      candidate = candidate.withHour(hour);
    }
    while (!candidate.isAfter(moment) || !fits(candidate.getDayOfWeek())) {
      candidate = type == Type.HOURLY ? candidate.plusHours(1) : candidate.plusDays(1);
    }
    return Optional.of(candidate.toInstant());
  }

  private boolean fits(DayOfWeek weekday) {
    return switch (type) {
      case WEEKDAYS -> weekday.compareTo(DayOfWeek.SATURDAY) < 0;
      case WEEKLY -> weekday == day;
      default -> true;
    };
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("type", type.word());
    if (day != null) {
      json.put("day_of_week", DAYS.get(day.getValue() - 1));
    }
    if (hour != null) {
      json.put("hour_utc", hour);
    }
    return type.takes("minute_utc") ? json.put("minute_utc", minute) : json;
  }
}
