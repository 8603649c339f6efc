package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Draws the comparison of a task's runs: how they ended, how long they took, why they failed. */
final class AnalysisPicture {

  private final Drawing drawing;
  private final JsonNode result;

  AnalysisPicture(Drawing drawing, JsonNode result) {
    this.drawing = drawing;
    this.result = result;
  }

  void draw() {
    String more =
        result.path("more_runs").asInt(0) > 0
            ? ", " + result.path("more_runs") + " more not compared"
            : "";
    drawing.line(
        Line.of(result.path("runs") + " runs compared", Style.TITLE).add(more, Style.QUIET));
    Json.text(result, "url").ifPresent(url -> drawing.verbatim(0, url, Style.QUIET));
    statuses();
    durations();
    periods();
    failures();
    findings();
    values("score", "scores");
    values("label", "labels");
  }

  private static Line label(String text) {
    return Line.of(text, Style.QUIET).to(StatusBars.LABEL);
  }

  private void statuses() {
    if (result.path("statuses").isEmpty()) {
      return;
    }
    drawing.gap();
    StatusBars.draw(drawing, result.path("statuses"));
    OptionalDouble rate = Values.number(result, "success_rate");
    if (rate.isPresent()) {
      drawing.line(label("success").add(percent(rate.getAsDouble())));
    }
  }

  private static String percent(double rate) {
    return Math.round(rate * 100) + " %";
  }

  private void durations() {
    JsonNode durations = result.path("duration_seconds");
    double max = durations.path("max").asDouble(0);
    if (!durations.isObject() || max <= 0) {
      return;
    }
    drawing.gap();
    for (String field : List.of("median", "p90", "max")) {
      OptionalDouble seconds = Values.number(durations, field);
      if (seconds.isPresent()) {
        drawing.line(
            label(field)
                .add(
                    Bar.of(
                        seconds.getAsDouble() / max,
                        StatusBars.columns(drawing),
                        drawing.symbols()),
                    Style.RUNNING)
                .add(" " + Times.duration(seconds.getAsDouble())));
      }
    }
  }

  /** Draws the success rates from the oldest period to the newest. */
  private void periods() {
    List<JsonNode> periods = new ArrayList<>(Values.objects(result, "periods"));
    if (periods.size() < 2) {
      return;
    }
    Collections.reverse(periods);
    List<Double> rates =
        periods.stream().map(period -> Values.number(period, "success_rate").orElse(0)).toList();
    List<Double> runs = periods.stream().map(p -> Values.number(p, "runs").orElse(0)).toList();
    drawing.gap();
    String span =
        "  "
            + Values.text(periods.get(0), "period")
            + " "
            + drawing.symbols().arrow()
            + " "
            + Values.text(periods.get(periods.size() - 1), "period");
    drawing.line(
        label("runs").add(Bar.sparkline(runs, drawing.symbols()), Style.RUNNING).add(span));
    drawing.line(
        label("success")
            .add(Bar.sparkline(rates, drawing.symbols()), Style.SUCCESS)
            .add("  " + percent(rates.get(0)) + " " + drawing.symbols().arrow() + " ")
            .add(percent(rates.get(rates.size() - 1))));
  }

  private void failures() {
    List<JsonNode> failures = Values.objects(result, "failures");
    if (failures.isEmpty()) {
      return;
    }
    drawing.gap();
    for (JsonNode failure : failures) {
      Line line = StatusMark.of("failed", drawing.symbols());
      line.add(" " + Values.text(failure, "count") + " x ").add(Values.text(failure, "step"));
      drawing.line(line);
      Json.text(failure, "message").ifPresent(text -> drawing.paragraph(4, text, Style.FAILURE));
      Json.text(failure, "fix").ifPresent(fix -> drawing.paragraph(4, fix, Style.PLAIN));
      runs(failure);
    }
  }

  private void findings() {
    for (JsonNode finding : Values.objects(result, "findings")) {
      drawing.gap();
      String step = Json.text(finding, "step").map(name -> name + ": ").orElse("");
      drawing.paragraph(
          Line.of("! ", Style.WARNING), step + Values.text(finding, "what"), Style.PLAIN);
      Json.text(finding, "suggestion").ifPresent(text -> drawing.paragraph(4, text, Style.PLAIN));
      runs(finding);
    }
  }

  private void runs(JsonNode evidence) {
    String ids =
        Values.items(evidence, "trajectory_ids").map(Values::text).collect(Collectors.joining(" "));
    if (!ids.isEmpty()) {
      drawing.paragraph(4, ids, Style.QUIET);
    }
  }

  private void values(String title, String field) {
    Table table =
        new Table(
            List.of(
                Table.Column.text(title, 8, 0),
                Table.Column.number("runs", 2),
                Table.Column.number("average", 0),
                Table.Column.number("lowest", 1),
                Table.Column.number("highest", 1),
                Table.Column.text("values", 8, 3)));
    for (JsonNode score : Values.objects(result, field)) {
      String values =
          Values.objects(score, "values").stream()
              .map(value -> Values.text(value, "value") + ": " + Values.text(value, "runs"))
              .collect(Collectors.joining(", "));
      table.row(
          List.of(
              Line.of(Values.text(score, "name")),
              Line.of(Values.text(score, "runs")),
              Line.of(rounded(score, "average")),
              Line.of(rounded(score, "lowest")),
              Line.of(rounded(score, "highest")),
              Line.of(values)));
    }
    if (!table.isEmpty()) {
      drawing.gap();
      table.draw(drawing, 0);
    }
  }

  private static String rounded(JsonNode score, String field) {
    OptionalDouble number = Values.number(score, field);
    return number.isPresent() ? String.format(Locale.ROOT, "%.2f", number.getAsDouble()) : "";
  }
}
