package io.jettymcp.tools;

import static io.jettymcp.tools.LocalTimeParams.AT;
import static io.jettymcp.tools.LocalTimeParams.TIME_ZONE;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.workflow.cadence.Cadence;
import io.jettymcp.workflow.cadence.LocalCadence;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Declares the arguments that make a cadence, and reads them by the rules between them. */
final class CadenceParams {
  private static final String[] TYPES =
      Arrays.stream(Cadence.Type.values()).map(Cadence.Type::label).toArray(String[]::new);
  private static final String[] DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

  static final Param<String> CADENCE = Param.choice("cadence", "How often", TYPES);
  static final Param<Integer> HOUR = Param.integer("hour_utc", "UTC hour", 0, 23);
  static final Param<Integer> MINUTE = Param.integer("minute_utc", "Default: 0", 0, 59);
  static final Param<String> DAY = Param.choice("day_of_week", "For weekly", DAYS);

  private CadenceParams() {}

  /** Returns whether any part of a cadence was sent. */
  static boolean any(Args in) {
    return Stream.of(CADENCE, HOUR, MINUTE, DAY, AT, TIME_ZONE).anyMatch(in::has);
  }

  /**
   * Reads the cadence that the arguments describe.
   *
   * @param label one of the types; none where the stored one stays
   * @param stored completes what the arguments leave out, as far as the type allows
   * @param zone that of a call in local time
   * @throws BadArguments if a part is missing or does not belong to the type
   */
  static Cadence read(
      Optional<String> label,
      Args in,
      Optional<Cadence> stored,
      Optional<ZoneId> zone,
      Instant now) {
    Cadence.Type type =
        label
            .flatMap(Cadence.Type::labelled)
            .or(() -> stored.map(Cadence::type))
            .orElseThrow(
                () ->
                    new BadArguments(
                        "cadence", "The stored cadence is not known here. Give \"cadence\" too."));
    checkParts(in, type);
    Optional<DayOfWeek> day =
        type == Cadence.Type.WEEKLY ? Optional.of(day(in, stored, zone, now)) : Optional.empty();
    if (zone.isPresent()) {
      return LocalTimeParams.read(in, type, day, zone.get(), now);
    }
    OptionalInt hour = OptionalInt.empty();
    if (isTimed(type)) {
      hour =
          OptionalInt.of(
              in.find(HOUR)
                  .or(() -> stored.map(Cadence::hour).flatMap(CadenceParams::boxed))
                  .orElseThrow(() -> missing(HOUR, type)));
    }
    int minute =
        type == Cadence.Type.MANUAL
            ? 0
            : in.find(MINUTE).or(() -> stored.map(Cadence::minute)).orElse(0);
    return new Cadence(type, hour, minute, day);
  }

  private static DayOfWeek day(
      Args in, Optional<Cadence> stored, Optional<ZoneId> zone, Instant now) {
    return in.find(DAY)
        .flatMap(Cadence::day)
        .or(
            () ->
                stored.flatMap(
                    utc ->
                        zone.isPresent() ? LocalCadence.localDay(utc, zone.get(), now) : utc.day()))
        .orElseThrow(() -> missing(DAY, Cadence.Type.WEEKLY));
  }

  private static void checkParts(Args in, Cadence.Type type) {
    if (in.has(AT) && (in.has(HOUR) || in.has(MINUTE))) {
      throw new BadArguments(
          "at", "Give either \"at\" with \"time_zone\", or \"hour_utc\" and \"minute_utc\".");
    }
    refuse(HOUR, in, type, isTimed(type));
    refuse(AT, in, type, isTimed(type));
    refuse(MINUTE, in, type, type != Cadence.Type.MANUAL);
    refuse(DAY, in, type, type == Cadence.Type.WEEKLY);
  }

  private static boolean isTimed(Cadence.Type type) {
    return type != Cadence.Type.MANUAL && type != Cadence.Type.HOURLY;
  }

  private static void refuse(Param<?> part, Args in, Cadence.Type type, boolean allowed) {
    if (!allowed && in.has(part)) {
      throw new BadArguments(
          part.name(), "cadence \"" + type.label() + "\" does not accept \"" + part.name() + "\".");
    }
  }

  private static BadArguments missing(Param<?> part, Cadence.Type type) {
    String either = part == HOUR ? ", or \"at\" and \"time_zone\"" : "";
    return new BadArguments(
        part.name(),
        "cadence \"" + type.label() + "\" requires \"" + part.name() + "\"" + either + ".");
  }

  private static Optional<Integer> boxed(OptionalInt hour) {
    return hour.isPresent() ? Optional.of(hour.getAsInt()) : Optional.empty();
  }
}
