package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Timeline;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Shows the steps of a run on an axis of time. */
final class RunTimeline {
  /** Ten years; what takes longer is a mistake. */
  private static final double MAX_SECONDS = 315_360_000;

  private RunTimeline() {}

  /**
   * Reads the times of the steps.
   *
   * @param begun when the axis begins, unless the run says when it was created
   */
  static Timeline of(RunRef ref, Run run, Instant begun) {
    return new Timeline(
        ref.task() + " " + ref.id(),
        Optional.of(ref.url()),
        run.created().orElse(begun),
        run.stepNames().stream().map(name -> span(run, name)).toList());
  }

  private static Timeline.Span span(Run run, String name) {
    Optional<Instant> started = time(run.step(name), "created");
    double seconds = run.stepDuration(name).orElse(MAX_SECONDS);
    Optional<Instant> ended =
        seconds >= 0 && seconds < MAX_SECONDS
            ? started.map(at -> at.plusMillis(Math.round(seconds * 1_000)))
            : time(run.step(name), "ended");
    return new Timeline.Span(name, run.stepStatus(name), started, ended);
  }

  private static Optional<Instant> time(JsonNode step, String field) {
    return Json.text(step, field).flatMap(Run::time).map(OffsetDateTime::toInstant);
  }
}
