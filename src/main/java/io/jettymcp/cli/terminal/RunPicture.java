package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Draws a run: its steps as bars, and below them errors, children and outputs in short. */
final class RunPicture {
  private static final int MAX_CHILDREN = 8;
  private static final int MAX_OUTPUTS = 12;
  private static final String CHILDREN = "trajectory_references";

  private final Drawing drawing;
  private final JsonNode run;
  private final Optional<Timeline> followed;

  /**
   * @param followed the steps as they were seen during the call
   */
  RunPicture(Drawing drawing, JsonNode run, Optional<Timeline> followed) {
    this.drawing = drawing;
    this.run = run;
    this.followed = followed;
  }

  /** Returns whether a result describes a run. */
  static boolean isRun(JsonNode result) {
    return Json.text(result, "status").isPresent()
        && (result.has("trajectory_id") || result.has("workflow_id"));
  }

  void draw() {
    header();
    List<TimeChart.Row> rows = StepRows.of(run, followed, drawing.clock().instant());
    TimeChart chart =
        new TimeChart(drawing, rows, Values.number(run, "duration_seconds").orElse(0));
    boolean explained = false;
    for (TimeChart.Row row : rows) {
      chart.draw(row, 2);
      explained |= below(row);
    }
    if (!explained) {
      Json.text(run, "error").ifPresent(error -> drawing.paragraph(2, error, Style.FAILURE));
    }
    outputs();
    files();
    labels();
  }

  private void header() {
    String status = Values.text(run, "status");
    Line title = StatusMark.withWord(status, drawing.symbols()).add("  ");
    followed
        .map(Timeline::title)
        .or(() -> Json.text(run, "url").flatMap(RunPicture::name))
        .or(() -> Json.text(run, "trajectory_id"))
        .ifPresent(name -> title.add(name, Style.TITLE));
    String duration = Values.duration(run, "duration_seconds");
    title.add(duration.isEmpty() ? "" : "  " + duration);
    Json.text(run, "verdict")
        .ifPresent(
            verdict ->
                title.add("  checks: ").add(StatusMark.withWord(verdict, drawing.symbols())));
    drawing.line(title);
    Json.text(run, "url").ifPresent(url -> drawing.verbatim(2, url, Style.QUIET));
    List<String> facts = new ArrayList<>();
    Json.text(run, "created").map(at -> Times.ago(at, drawing.clock())).ifPresent(facts::add);
    Json.text(run, "trial").ifPresent(facts::add);
    if (run.path("triggered_by_routine_id").isNumber()) {
      facts.add("started by routine " + run.path("triggered_by_routine_id"));
    }
    if (!facts.isEmpty()) {
      drawing.paragraph(2, String.join(", ", facts), Style.QUIET);
    }
  }

  /** Returns the task and the id at the end of the address of a run. */
  static Optional<String> name(String url) {
    String[] parts = url.split("/", -1);
    return parts.length > 4
        ? Optional.of(parts[parts.length - 2] + " " + parts[parts.length - 1])
        : Optional.empty();
  }

  /** Draws what belongs to a step; returns whether it says why the run failed. */
  private boolean below(TimeChart.Row row) {
    Optional<JsonNode> step =
        Values.objects(run, "steps").stream()
            .filter(candidate -> row.name().equals(Values.text(candidate, "name")))
            .findFirst();
    boolean failed = StatusWords.isFailure(row.status());
    Optional<String> error =
        step.flatMap(found -> Json.text(found, "error"))
            .or(() -> failed ? Json.text(run, "error") : Optional.empty());
    error.ifPresent(text -> drawing.paragraph(TimeChart.indent() + 2, text, Style.FAILURE));
    children(row.name(), step);
    return error.isPresent();
  }

  private void children(String name, Optional<JsonNode> step) {
    JsonNode outputs =
        step.flatMap(found -> Json.text(found, "outputs"))
            .flatMap(RunPicture::parsed)
            .orElseGet(() -> run.path("outputs").path(name));
    List<JsonNode> children = Values.objects(outputs, CHILDREN);
    String indent = " ".repeat(TimeChart.indent());
    for (JsonNode child : children.subList(0, Math.min(MAX_CHILDREN, children.size()))) {
      drawing.line(
          Line.of(indent)
              .add(drawing.symbols().child() + " ", Style.QUIET)
              .add(afterSlash(Values.text(child, "name")) + " ")
              .add(Values.text(child, "trajectory_id"), Style.QUIET));
    }
    if (children.size() > MAX_CHILDREN) {
      drawing.line(
          Line.of(indent).add("and " + (children.size() - MAX_CHILDREN) + " more", Style.QUIET));
    }
  }

  private static String afterSlash(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /** Returns the value of a preview that was not cut. */
  private static Optional<JsonNode> parsed(String preview) {
    try {
      return Optional.of(JsonMapper.shared().readTree(preview));
    } catch (JacksonException cut) {
      return Optional.empty();
    }
  }

  private void outputs() {
    List<List<Line>> rows = new ArrayList<>();
    for (JsonNode step : Values.objects(run, "steps")) {
      String preview = Values.text(step, "outputs");
      Optional<JsonNode> outputs = parsed(preview);
      if (outputs.isPresent()) {
        addOutputs(rows, Values.text(step, "name"), outputs.get());
      } else if (!preview.isEmpty()) {
        rows.add(List.of(Line.of(Values.text(step, "name")), Line.of(preview)));
      }
    }
    for (var step : run.path("outputs").properties()) {
      addOutputs(rows, step.getKey(), step.getValue());
    }
    if (rows.isEmpty()) {
      return;
    }
    Table table =
        new Table(List.of(Table.Column.text("output", 8, 0), Table.Column.text("value", 8, 1)));
    rows.stream().limit(MAX_OUTPUTS).forEach(table::row);
    drawing.gap();
    table.draw(drawing, 2);
    if (rows.size() > MAX_OUTPUTS) {
      int left = rows.size() - MAX_OUTPUTS;
      drawing.line(Line.of("  and " + left + " more; --json shows all", Style.QUIET));
    }
  }

  /** Adds the outputs of a step, but not its children, which are drawn below it. */
  private static void addOutputs(List<List<Line>> rows, String step, JsonNode outputs) {
    for (var output : outputs.properties()) {
      if (!output.getKey().equals(CHILDREN)) {
        rows.add(List.of(Line.of(step + "." + output.getKey()), Line.of(shown(output.getValue()))));
      }
    }
  }

  private static String shown(JsonNode output) {
    return output.isNull() ? "null" : Values.text(output);
  }

  private void files() {
    List<JsonNode> files = Values.objects(run, "files");
    if (files.isEmpty()) {
      return;
    }
    drawing.gap();
    Table table =
        new Table(
            List.of(
                Table.Column.text("file", 10, 0),
                Table.Column.text("step", 0, 1),
                Table.Column.text("type", 0, 2)));
    for (JsonNode file : files) {
      table.row(
          List.of(
              Line.of(Values.text(file, "path")),
              Line.of(Values.text(file, "step")),
              Line.of(Values.text(file, "content_type"))));
    }
    table.draw(drawing, 2);
  }

  private void labels() {
    for (JsonNode label : Values.objects(run, "labels")) {
      drawing.paragraph(
          Line.of("  label ", Style.QUIET),
          Values.text(label, "key")
              + " = "
              + Values.text(label, "value")
              + Json.text(label, "author").map(author -> " (" + author + ")").orElse(""),
          Style.PLAIN);
    }
  }
}
