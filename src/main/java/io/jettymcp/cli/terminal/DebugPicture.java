package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Draws why a run failed: the runs from the top down to the cause, its fix, and the log. */
final class DebugPicture {
  private static final int MAX_LOG = 5;

  private DebugPicture() {}

  static void draw(Drawing drawing, JsonNode report) {
    Symbols symbols = drawing.symbols();
    String status = Values.text(report, "status");
    Line title = StatusMark.withWord(status, symbols).add("  ");
    Json.text(report, "url")
        .flatMap(RunPicture::name)
        .ifPresent(name -> title.add(name, Style.TITLE));
    drawing.line(title);
    Json.text(report, "url").ifPresent(url -> drawing.verbatim(2, url, Style.QUIET));
    drawing.gap();
    drawing.paragraph(0, Values.text(report, "finding"), Style.PLAIN);
    int end = chain(drawing, Values.objects(report, "failed_steps"));
    Json.text(report, "fix")
        .ifPresent(
            fix ->
                drawing.paragraph(
                    Line.of(" ".repeat(end)).add("Fix: ", Style.TITLE), fix, Style.PLAIN));
    findings(drawing, Values.objects(report, "lint"));
    log(drawing, report);
  }

  /** Draws each run below the one that started it; returns the column of the deepest error. */
  private static int chain(Drawing drawing, List<JsonNode> stops) {
    int indent = 0;
    for (JsonNode stop : stops) {
      indent = Math.min(indent + 2, drawing.columns() / 3);
      Line line = Line.of(" ".repeat(indent));
      line.add(StatusMark.of("failed", drawing.symbols())).add(" ");
      line.add(Values.text(stop, "task") + " " + Values.text(stop, "trajectory_id"), Style.QUIET);
      Json.text(stop, "step")
          .ifPresent(
              step -> line.add(" " + drawing.symbols().arrow() + " ", Style.QUIET).add(step));
      Json.text(stop, "activity").ifPresent(activity -> line.add("  " + activity, Style.QUIET));
      drawing.line(line);
      String error = Values.text(stop, "error");
      if (!error.isEmpty()) {
        drawing.paragraph(indent + 2, error, Style.FAILURE);
      }
    }
    return stops.isEmpty() ? 0 : indent + 2;
  }

  private static void findings(Drawing drawing, List<JsonNode> findings) {
    if (findings.isEmpty()) {
      return;
    }
    drawing.gap();
    drawing.line(Line.of("Wrong with the task", Style.TITLE));
    for (JsonNode finding : findings) {
      String severity = Values.text(finding, "severity");
      boolean fails = severity.equals("fails");
      drawing.paragraph(
          Line.of("  ").add(severity + "  ", fails ? Style.FAILURE : Style.WARNING),
          Values.text(finding, "where")
              + ": "
              + Values.text(finding, "what")
              + Json.text(finding, "fix").map(fix -> ". Fix: " + fix).orElse(""),
          Style.PLAIN);
    }
  }

  private static void log(Drawing drawing, JsonNode report) {
    List<JsonNode> errors = Values.objects(report, "log_errors");
    List<JsonNode> events = errors.isEmpty() ? Values.objects(report, "log_tail") : errors;
    if (events.isEmpty()) {
      return;
    }
    drawing.gap();
    drawing.line(Line.of("Log", Style.TITLE));
    for (JsonNode event : events.subList(0, Math.min(MAX_LOG, events.size()))) {
      Optional<String> level = Json.text(event, "level");
      drawing.paragraph(
          Line.of("  ").add(level.map(word -> word + "  ").orElse(""), Style.QUIET),
          Values.text(event, "message"),
          Style.PLAIN);
    }
  }
}
