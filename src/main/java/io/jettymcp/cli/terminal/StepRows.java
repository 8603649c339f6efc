package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Finds the bars of a run in what is known of its steps. */
final class StepRows {
  private StepRows() {}

  /** Reads the steps of a result; where it has none, those that were seen during the call. */
  static List<TimeChart.Row> of(JsonNode run, Optional<Timeline> followed, Instant now) {
    List<JsonNode> steps =
        Values.objects(run, "steps").stream().filter(step -> step.has("status")).toList();
    if (!steps.isEmpty()) {
      return inSequence(steps, age(run, now));
    }
    return followed
        .filter(timeline -> !timeline.spans().isEmpty())
        .map(timeline -> of(timeline, now))
        .orElseGet(() -> ofOutputs(run));
  }

  /** Puts one step after the other, as Jetty runs them; results do not say when each began. */
  private static List<TimeChart.Row> inSequence(List<JsonNode> steps, OptionalDouble age) {
    List<TimeChart.Row> rows = new ArrayList<>();
    double from = 0;
    for (JsonNode step : steps) {
      String status = Values.text(step, "status");
      OptionalDouble seconds = Values.number(step, "duration_seconds");
      if (seconds.isEmpty() && StatusMark.isRunning(status) && age.isPresent()) {
        seconds = OptionalDouble.of(age.getAsDouble() - from);
      }
      if (seconds.orElse(0) < 0) {
        seconds = OptionalDouble.empty();
      }
      rows.add(
          new TimeChart.Row(Values.text(step, "name"), status, OptionalDouble.of(from), seconds));
      from += seconds.orElse(0);
    }
    return rows;
  }

  /** Returns for how many seconds a run has existed. */
  private static OptionalDouble age(JsonNode run, Instant now) {
    Optional<Instant> created = Json.text(run, "created").flatMap(Times::find);
    return created.isPresent()
        ? OptionalDouble.of(seconds(created.get(), now))
        : OptionalDouble.empty();
  }

  static List<TimeChart.Row> of(Timeline timeline, Instant now) {
    return timeline.spans().stream().map(span -> row(timeline, span, now)).toList();
  }

  private static TimeChart.Row row(Timeline timeline, Timeline.Span span, Instant now) {
    OptionalDouble from = OptionalDouble.empty();
    OptionalDouble seconds = OptionalDouble.empty();
    Optional<Instant> end =
        span.ended()
            .or(() -> StatusMark.isRunning(span.status()) ? Optional.of(now) : Optional.empty());
    if (span.started().isPresent()) {
      from = OptionalDouble.of(seconds(timeline.begun(), span.started().get()));
      if (end.isPresent()) {
        seconds = OptionalDouble.of(seconds(span.started().get(), end.get()));
      }
    }
    return new TimeChart.Row(span.name(), span.status(), from, seconds);
  }

  /** The clocks of Jetty and of this machine can differ. */
  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }

  /** Lists the steps that have outputs, and the one that failed. */
  private static List<TimeChart.Row> ofOutputs(JsonNode run) {
    Map<String, String> statuses = new LinkedHashMap<>();
    run.path("outputs").propertyNames().forEach(name -> statuses.put(name, "completed"));
    Json.text(run, "failed_step").ifPresent(name -> statuses.put(name, "failed"));
    return statuses.entrySet().stream()
        .map(
            step ->
                new TimeChart.Row(
                    step.getKey(), step.getValue(), OptionalDouble.empty(), OptionalDouble.empty()))
        .toList();
  }
}
