package io.jettymcp.workflow.cadence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * When a routine fires, always in UTC.
 *
 * @param type how often
 * @param hour hour of the day, 0 to 23; none for manual and hourly
 * @param minute minute of the hour, 0 to 59; 0 where it was not given
 * @param day day of the week; for weekly alone
 */
public record Cadence(Type type, OptionalInt hour, int minute, Optional<DayOfWeek> day) {
  private static final Pattern WORDS =
      Pattern.compile(
          "every hour at minute (?<minutes>\\d{1,2})"
              + "|(?<days>every [A-Za-z]+|Monday to Friday)"
              + " at (?<hour>\\d{2}):(?<minute>\\d{2}) UTC");

  /** How often a routine fires. */
  public enum Type {
    /** Only when started manually. */
    MANUAL,
    HOURLY,
    DAILY,
    /** Monday to Friday. */
    WEEKDAYS,
    WEEKLY;

    /**
     * Returns whether it fires on a day of the week.
     *
     * @param chosen the day of a weekly one
     */
    boolean firesOn(DayOfWeek weekday, Optional<DayOfWeek> chosen) {
      return switch (this) {
        case WEEKDAYS -> weekday.getValue() <= DayOfWeek.FRIDAY.getValue();
        case WEEKLY -> chosen.map(weekday::equals).orElseThrow();
        default -> true;
      };
    }

    /** The name that Jetty uses. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type that Jetty calls so, if any. */
    public static Optional<Type> labelled(String label) {
      for (Type type : values()) {
        if (type.label().equals(label)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if a part is missing, out of bounds, or does not belong to the
   *     type
   */
  public Cadence {
    boolean ofDay = type != Type.MANUAL && type != Type.HOURLY;
    if (hour.isPresent() != ofDay || day.isPresent() != (type == Type.WEEKLY)) {
      throw new IllegalArgumentException("the parts do not make a cadence " + type);
    }
    if (hour.orElse(0) < 0 || hour.orElse(0) > 23 || minute < 0 || minute > 59) {
      throw new IllegalArgumentException("there is no such time of the day");
    }
    if (type == Type.MANUAL && minute != 0) {
      throw new IllegalArgumentException("a manual cadence has no time");
    }
  }

  /** The next time it fires after another one; never for a manual one. */
  public Optional<Instant> next(Instant after) {
    if (type == Type.MANUAL) {
      return Optional.empty();
    }
    ZonedDateTime from = after.atZone(ZoneOffset.UTC);
    ZonedDateTime time = from.truncatedTo(ChronoUnit.HOURS).withMinute(minute);
    if (type == Type.HOURLY) {
      return Optional.of((time.isAfter(from) ? time : time.plusHours(1)).toInstant());
    }
    time = time.withHour(hour.orElse(0));
    while (!time.isAfter(from) || !type.firesOn(time.getDayOfWeek(), day)) {
      time = time.plusDays(1);
    }
    return Optional.of(time.toInstant());
  }

  /** The next times it fires after another one. */
  public List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> time = next(after);
    while (time.isPresent() && times.size() < count) {
      times.add(time.get());
      time = next(time.get());
    }
    return times;
  }

  /** In words for a person. */
  public String inWords() {
    String at = String.format(Locale.ROOT, "%02d:%02d UTC", hour.orElse(0), minute);
    return switch (type) {
      case MANUAL -> "only when started manually";
      case HOURLY -> String.format(Locale.ROOT, "every hour at minute %d", minute);
      case DAILY -> "every day at " + at;
      case WEEKDAYS -> "Monday to Friday at " + at;
      case WEEKLY -> "every " + day.map(Cadence::name).orElseThrow() + " at " + at;
    };
  }

  /** Reads {@link #inWords}; empty for any other text. */
  public static Optional<Cadence> ofWords(String words) {
    Matcher parts = WORDS.matcher(words);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String days = parts.group("days");
    if (days == null) {
      return cadence(
          Type.HOURLY,
          OptionalInt.empty(),
          Integer.parseInt(parts.group("minutes")),
          Optional.empty());
    }
    Type type =
        switch (days) {
          case "every day" -> Type.DAILY;
          case "Monday to Friday" -> Type.WEEKDAYS;
          default -> Type.WEEKLY;
        };
    return cadence(
        type,
        OptionalInt.of(Integer.parseInt(parts.group("hour"))),
        Integer.parseInt(parts.group("minute")),
        type == Type.WEEKLY ? day(days.substring("every ".length())) : Optional.empty());
  }

  /** A day by the first three letters of its name, as Jetty writes it, or by the full name. */
  public static Optional<DayOfWeek> day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().equalsIgnoreCase(text) || day.name().substring(0, 3).equalsIgnoreCase(text)) {
        return Optional.of(day);
      }
    }
    return Optional.empty();
  }

  /** As Jetty writes it. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type.label());
    day.ifPresent(weekday -> json.put("day_of_week", shortName(weekday)));
    hour.ifPresent(ofDay -> json.put("hour_utc", ofDay));
    return type == Type.MANUAL ? json : json.put("minute_utc", minute);
  }

  /** Reads a cadence from Jetty; empty if its type is unknown. */
  public static Optional<Cadence> parse(JsonNode json) {
    JsonNode hour = json.path("hour_utc");
    return Type.labelled(json.path("type").asString(""))
        .flatMap(
            type ->
                cadence(
                    type,
                    hour.isNumber() ? OptionalInt.of(hour.asInt(-1)) : OptionalInt.empty(),
                    json.path("minute_utc").asInt(0),
                    day(json.path("day_of_week").asString(""))));
  }

  private static Optional<Cadence> cadence(
      Type type, OptionalInt hour, int minute, Optional<DayOfWeek> day) {
    try {
      return Optional.of(new Cadence(type, hour, minute, day));
    } catch (IllegalArgumentException unknownForm) {
      return Optional.empty();
    }
  }

  private static String shortName(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private static String name(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
