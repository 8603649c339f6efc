package io.jettymcp.tools;

import io.jettymcp.json.Json;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.cadence.Cadence;
import io.jettymcp.workflow.cadence.ClockChange;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A routine as Jetty returns it. Its secrets are in no view.
 *
 * @param askedName the name that the call used, where Jetty leaves it out; empty where there is
 *     none
 * @param askedTask the task that the call used, likewise
 */
record Routine(String askedName, String askedTask, JsonNode json) {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd'T'HH:mmxxx", Locale.ENGLISH);

  static final View<Routine> SUMMARY =
      View.of(Routine.class)
          .text("name", routine -> Json.text(routine.json(), "name").orElse(routine.askedName()))
          .unlessEmpty()
          .text("task", Routine::task)
          .unlessEmpty()
          .text("cadence", Routine::cadenceInWords)
          .describedAs("In words")
          .bool("paused", Routine::paused)
          .text("next_run_at", routine -> Json.text(routine.json(), "next_run_at"));

  /**
   * A routine with its next firing times, seen from a point in time.
   *
   * @param zone that of the call, if it used local time
   * @param warnings about the inputs that the call set
   */
  record Details(
      Routine routine, TaskRef task, Optional<ZoneId> zone, Instant now, List<String> warnings) {
    static final View<Details> VIEW =
        View.of(Details.class)
            .include(SUMMARY, Details::routine)
            .nested(
                "schedule",
                View.of(JsonNode.class)
                    .text("type")
                    .integer("hour_utc")
                    .integer("minute_utc")
                    .text("day_of_week"),
                details -> Optional.of(details.routine().cadence()).filter(JsonNode::isObject))
            .describedAs("As stored by Jetty")
            .any(
                "init_params_overrides",
                details -> details.routine().json().path("init_params_overrides"))
            .text("webhook_url", details -> details.routine().json().path("webhook_url"))
            .texts("next_firings", Details::firings)
            .describedAs("UTC")
            .text("time_zone", details -> details.zone().map(ZoneId::getId))
            .texts("next_firings_local", Details::localFirings)
            .describedAs("In time_zone")
            .text("clock_change", Details::clockChange)
            .describedAs("Local time after the next change of clocks; Jetty keeps UTC")
            .integer("id", details -> details.routine().json().path("id"))
            .text("url", details -> details.task().url())
            .describedAs("The task")
            .texts("warnings", details -> Optional.of(details.warnings()).filter(w -> !w.isEmpty()))
            .cleaned();

    private Optional<List<String>> firings() {
      return routine.nextFirings(now).map(times -> times.stream().map(Object::toString).toList());
    }

    private Optional<List<String>> localFirings() {
      return zone.flatMap(
          at ->
              routine
                  .nextFirings(now)
                  .map(
                      times -> times.stream().map(time -> LOCAL.format(time.atZone(at))).toList()));
    }

    private Optional<String> clockChange() {
      return zone.flatMap(
          at ->
              Cadence.parse(routine.cadence())
                  .flatMap(cadence -> ClockChange.of(cadence, at, now)));
    }
  }

  private JsonNode cadence() {
    return json.path("cadence");
  }

  private String task() {
    return Json.text(json, "task").or(() -> Json.text(json, "task_name")).orElse(askedTask);
  }

  private Optional<String> cadenceInWords() {
    return Cadence.parse(cadence()).map(Cadence::inWords).or(() -> Json.text(cadence(), "type"));
  }

  private Optional<Boolean> paused() {
    return json.has("cadence") || json.has("paused") ? Optional.of(isPaused()) : Optional.empty();
  }

  private boolean isPaused() {
    return json.path("paused").asBoolean(false);
  }

  private Optional<List<Instant>> nextFirings(Instant now) {
    return isPaused()
        ? Optional.empty()
        : Cadence.parse(cadence()).map(cadence -> cadence.next(now, 3));
  }
}
