package io.jettymcp.simulator;

import io.jettymcp.workflow.Cadence;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** The cadence among the fields of a routine. */
final class CadenceFields {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int LAST_HOUR = 23;
  private static final int LAST_MINUTE = 59;

  /** Stands for a cadence that was refused. */
  private static final Cadence NONE =
      new Cadence(Cadence.Type.MANUAL, OptionalInt.empty(), 0, Optional.empty());

  private CadenceFields() {}

  /** Reads the cadence of a routine; what is wrong with it becomes a finding of the fields. */
  static Cadence read(RequestFields routine) {
    ObjectNode sent = routine.object("cadence");
    if (!sent.hasNonNull("type")) {
      if (routine.raw("cadence").isObject()) {
        routine.inside("cadence").text("type");
      }
      return NONE;
    }
    for (Cadence.Type type : Cadence.Type.values()) {
      if (type.label().equals(sent.path("type").asString(""))) {
        return read(type, routine.inside("cadence", type.label()));
      }
    }
    routine.refuse(
        "union_tag_invalid",
        "cadence",
        "Input tag does not match any of the expected tags:"
            + " 'manual', 'hourly', 'daily', 'weekdays', 'weekly'");
    return NONE;
  }

  private static Cadence read(Cadence.Type type, RequestFields fields) {
    for (String name : fields.names()) {
      if (!takes(type, name)) {
        fields.refuse("extra_forbidden", name, "Extra inputs are not permitted");
      }
    }
    OptionalInt hour =
        takes(type, "hour_utc")
            ? OptionalInt.of(fields.whole("hour_utc", 0, LAST_HOUR))
            : OptionalInt.empty();
    boolean atAMinute = takes(type, "minute_utc") && fields.has("minute_utc");
    int minute = atAMinute ? fields.whole("minute_utc", 0, LAST_MINUTE) : 0;
    Optional<DayOfWeek> day =
        takes(type, "day_of_week") ? Optional.of(day(fields)) : Optional.empty();
    return new Cadence(type, hour, minute, day);
  }

  private static boolean takes(Cadence.Type type, String field) {
    return switch (field) {
      case "minute_utc" -> type != Cadence.Type.MANUAL;
      case "hour_utc" -> type != Cadence.Type.MANUAL && type != Cadence.Type.HOURLY;
      case "day_of_week" -> type == Cadence.Type.WEEKLY;
      default -> field.equals("type");
    };
  }

  private static DayOfWeek day(RequestFields fields) {
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
}
