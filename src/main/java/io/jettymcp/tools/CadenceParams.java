package io.jettymcp.tools;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.workflow.Cadence;
import java.util.Arrays;
import java.util.OptionalInt;

/** Declares the arguments that make a cadence, and reads them by the rules between them. */
final class CadenceParams {
  private static final String[] TYPES =
      Arrays.stream(Cadence.Type.values()).map(Cadence.Type::label).toArray(String[]::new);
  private static final String[] DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

  static final Param<String> CADENCE = Param.choice("cadence", "", TYPES);
  static final Param<Integer> HOUR =
      Param.integer("hour_utc", "For daily, weekdays, weekly", 0, 23);
  static final Param<Integer> MINUTE = Param.integer("minute_utc", "", 0, 59);
  static final Param<String> DAY = Param.choice("day_of_week", "For weekly", DAYS);

  private CadenceParams() {}

  /** Returns whether any part of a cadence other than its type was sent. */
  static boolean any(Args in) {
    return in.has(HOUR) || in.has(MINUTE) || in.has(DAY);
  }

  /**
   * Reads the cadence that the arguments describe.
   *
   * @param label one of the types
   * @throws BadArguments if a part is missing or does not belong to the type
   */
  static Cadence read(String label, Args in) {
    Cadence.Type type = Cadence.Type.labelled(label).orElseThrow();
    boolean timed =
        type == Cadence.Type.DAILY || type == Cadence.Type.WEEKDAYS || type == Cadence.Type.WEEKLY;
    require(HOUR, in, label, timed, timed);
    require(MINUTE, in, label, false, type != Cadence.Type.MANUAL);
    require(DAY, in, label, type == Cadence.Type.WEEKLY, type == Cadence.Type.WEEKLY);
    return new Cadence(
        type,
        in.find(HOUR).map(OptionalInt::of).orElseGet(OptionalInt::empty),
        in.find(MINUTE).orElse(0),
        in.find(DAY).flatMap(Cadence::day));
  }

  private static void require(
      Param<?> part, Args in, String type, boolean needed, boolean allowed) {
    if (needed && !in.has(part)) {
      throw new BadArguments(
          part.name(), "cadence \"" + type + "\" requires \"" + part.name() + "\".");
    }
    if (!allowed && in.has(part)) {
      throw new BadArguments(
          part.name(), "cadence \"" + type + "\" does not accept \"" + part.name() + "\".");
    }
  }
}
