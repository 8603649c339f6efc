package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Timeline;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Draws the results of tools.
 *
 * @param clock with the time zone of the reader
 * @param program how the user starts this program, for the calls that come next
 */
public record ResultDisplay(Terminal terminal, Clock clock, String program) {
  /** Draws a result that has the shape its tool declares. */
  private interface Picture {
    void draw(Drawing drawing, JsonNode result, Optional<Timeline> followed);
  }

  private record Entry(Predicate<JsonNode> accepts, Picture picture) {}

  private static final Entry RUN =
      new Entry(
          RunPicture::isRun,
          (drawing, result, followed) -> new RunPicture(drawing, result, followed).draw());

  private static final Entry RUNS = list("trajectories", ListPictures::runs);
  private static final Entry OUTPUTS = list("runs", ListPictures::outputs);

  private static final Map<String, Entry> ENTRIES =
      Map.ofEntries(
          Map.entry("run-task", RUN),
          Map.entry("run-task-sync", RUN),
          Map.entry("wait-for-run", RUN),
          Map.entry("run-runbook", RUN),
          Map.entry("run-routine-now", RUN),
          Map.entry(
              "get-trajectory",
              new Entry(result -> RunPicture.isRun(result) && result.has("steps"), RUN.picture())),
          Map.entry(
              "debug-run",
              new Entry(
                  result -> Json.text(result, "finding").isPresent(),
                  (drawing, result, followed) -> DebugPicture.draw(drawing, result))),
          Map.entry(
              "analyze-runs",
              new Entry(
                  result -> result.path("runs").isNumber(),
                  (drawing, result, followed) -> new AnalysisPicture(drawing, result).draw())),
          Map.entry(
              "get-stats",
              new Entry(
                  StatsPicture::accepts,
                  (drawing, result, followed) -> StatsPicture.draw(drawing, result))),
          Map.entry("list-trajectories", RUNS),
          Map.entry("list-routine-runs", RUNS),
          Map.entry("run-batch", OUTPUTS),
          Map.entry("get-outputs", OUTPUTS),
          Map.entry("list-tasks", list("tasks", ListPictures::tasks)),
          Map.entry("list-routines", list("routines", RoutineWeek::draw)),
          Map.entry("list-collections", list("collections", ListPictures::collections)),
          Map.entry("list-env-vars", list("keys", ListPictures::variables)));

  /** Draws a list without regard to what was seen during the call. */
  private interface ListPicture {
    void draw(Drawing drawing, JsonNode result);
  }

  private static Entry list(String field, ListPicture picture) {
    return new Entry(
        result -> result.path(field).isArray(),
        (drawing, result, followed) -> picture.draw(drawing, result));
  }

  /**
   * Returns the lines that a person sees of a result; empty if it is shown as JSON, as the results
   * of other tools and of another shape are.
   *
   * @param followed the runs as they were seen during the call
   */
  public Optional<String> draw(String tool, JsonNode result, Optional<Timeline> followed) {
    Entry entry = ENTRIES.get(tool);
    if (entry == null || !entry.accepts().test(result)) {
      return Optional.empty();
    }
    Drawing drawing = new Drawing(terminal, clock);
    entry.picture().draw(drawing, result, followed);
    Remarks.draw(drawing, result);
    new NextCalls(program).draw(drawing, result);
    return Optional.of(drawing.text(terminal.color()));
  }
}
