package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.RequestFields;
import io.jettymcp.workflow.cadence.Cadence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Reads and validates the cadence of a routine. */
final class CadenceFields {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int MAX_HOUR = 23;
  private static final int MAX_MINUTE = 59;

  private static final Map<Cadence.Type, List<String>> FIELDS =
      Map.of(
          Cadence.Type.MANUAL, List.of("type"),
          Cadence.Type.HOURLY, List.of("type", "minute_utc"),
          Cadence.Type.DAILY, List.of("type", "hour_utc", "minute_utc"),
          Cadence.Type.WEEKDAYS, List.of("type", "hour_utc", "minute_utc"),
          Cadence.Type.WEEKLY, List.of("type", "hour_utc", "minute_utc", "day_of_week"));

  /** The placeholder for an invalid cadence. */
  private static final Cadence INVALID =
      new Cadence(Cadence.Type.MANUAL, OptionalInt.empty(), 0, Optional.empty());

  private CadenceFields() {}

  static Cadence read(RequestFields routine) {
    ObjectNode sent = routine.object("cadence");
    if (!sent.hasNonNull("type")) {
      if (routine.node("cadence").isObject()) {
        routine.nested("cadence").string("type");
      }
      return INVALID;
    }
    Optional<Cadence.Type> type = Cadence.Type.labelled(sent.path("type").asString(""));
    if (type.isEmpty()) {
      routine.addError(
          "union_tag_invalid",
          "cadence",
          "Input tag does not match any of the expected tags:"
              + " 'manual', 'hourly', 'daily', 'weekdays', 'weekly'");
      return INVALID;
    }
    validate(
        FIELDS.getOrDefault(type.get(), List.of()), routine.nested("cadence", type.get().label()));
    return Cadence.parse(sent).orElse(INVALID);
  }

  private static void validate(List<String> allowed, RequestFields fields) {
    for (String name : fields.names()) {
      if (!allowed.contains(name)) {
        fields.addError("extra_forbidden", name, "Extra inputs are not permitted");
      }
    }
    if (allowed.contains("hour_utc")) {
      fields.integer("hour_utc", 0, MAX_HOUR);
    }
    if (allowed.contains("minute_utc") && fields.has("minute_utc")) {
      fields.integer("minute_utc", 0, MAX_MINUTE);
    }
    if (allowed.contains("day_of_week")
        && !DAYS.contains(fields.string("day_of_week"))
        && fields.node("day_of_week").isString()) {
      fields.addError(
          "literal_error",
          "day_of_week",
          "Input should be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'");
    }
  }
}
