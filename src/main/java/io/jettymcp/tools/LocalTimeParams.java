package io.jettymcp.tools;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.workflow.cadence.Cadence;
import io.jettymcp.workflow.cadence.LocalCadence;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Declares the arguments that set a routine's time in a time zone, and converts them to UTC. */
final class LocalTimeParams {
  static final Param<String> AT = Param.text("at", "Instead of UTC, e.g. 14:30");
  static final Param<String> TIME_ZONE = Param.text("time_zone", "E.g. America/New_York");

  private LocalTimeParams() {}

  /**
   * Returns the time zone of a call that uses local time.
   *
   * @throws BadArguments if the zone or its time is missing, or the zone is unknown
   */
  static Optional<ZoneId> zone(Args in) {
    if (in.has(AT) != in.has(TIME_ZONE)) {
      throw in.has(AT)
          ? new BadArguments(
              "time_zone", "\"at\" requires \"time_zone\", such as Europe/Berlin: ask the user.")
          : new BadArguments("at", "\"time_zone\" requires \"at\", such as 14:30.");
    }
    return in.find(TIME_ZONE).map(LocalTimeParams::zone);
  }

  /**
   * Converts the local time to a cadence in UTC.
   *
   * @param day the local day of the week, for weekly
   * @throws BadArguments if the time cannot be read, or UTC has no such cadence
   */
  static Cadence read(
      Args in, Cadence.Type type, Optional<DayOfWeek> day, ZoneId zone, Instant now) {
    try {
      return new LocalCadence(type, time(in.get(AT)), day, zone).inUtc(now);
    } catch (LocalCadence.NotInUtc e) {
      throw new BadArguments("at", e.reason());
    }
  }

  private static LocalTime time(String given) {
    try {
      DateTimeFormatter format = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);
      return LocalTime.parse(given.strip(), format);
    } catch (DateTimeParseException e) {
      throw new BadArguments("at", "\"at\" must be a time of 24 hours, such as 09:00 or 14:30.");
    }
  }

  private static ZoneId zone(String given) {
    String name = given.strip().replace(' ', '_');
    for (String known : ZoneId.getAvailableZoneIds()) {
      if (known.equalsIgnoreCase(name)) {
        return ZoneId.of(known);
      }
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new BadArguments(
          "time_zone",
          "\"time_zone\" is not a known zone."
              + near(name).map(zone -> " Did you mean \"" + zone + "\"?").orElse("")
              + " Use a name such as Europe/Berlin or UTC.");
    }
  }

  /** Returns the zone whose name, or else whose city, is nearest. */
  private static Optional<String> near(String name) {
    Map<String, String> cities = new LinkedHashMap<>();
    for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      cities.putIfAbsent(zone.substring(zone.lastIndexOf('/') + 1), zone);
    }
    String city = name.substring(name.lastIndexOf('/') + 1);
    return cities.keySet().stream()
        .filter(city::equalsIgnoreCase)
        .findFirst()
        .or(() -> NearestName.of(city, cities.keySet()))
        .map(cities::get);
  }
}
