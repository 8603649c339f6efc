package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Draws lists as tables. */
final class ListPictures {
  private static final int DURATION_BAR = 10;
  private static final int MIN_COLUMNS_FOR_WORDS = 60;

  private ListPictures() {}

  static void tasks(Drawing drawing, JsonNode result) {
    Table table =
        new Table(
            List.of(
                Table.Column.text("task", 8, 0),
                Table.Column.text("steps", 10, 1),
                Table.Column.text("description", 12, 2)));
    String arrow = " " + drawing.symbols().arrow() + " ";
    List<JsonNode> tasks = Values.objects(result, "tasks");
    for (JsonNode task : tasks) {
      String steps =
          Values.objects(task, "steps").stream()
              .map(step -> Values.text(step, "name"))
              .collect(Collectors.joining(arrow));
      table.row(
          List.of(
              Line.of(Values.text(task, "name"), Style.TITLE),
              Line.of(steps, Style.QUIET),
              Line.of(Values.text(task, "description"))));
    }
    list(drawing, table, result, tasks.size(), "tasks");
  }

  static void collections(Drawing drawing, JsonNode result) {
    Table table =
        new Table(
            List.of(
                Table.Column.text("collection", 8, 0), Table.Column.text("description", 12, 1)));
    List<JsonNode> collections = Values.objects(result, "collections");
    for (JsonNode collection : collections) {
      table.row(
          List.of(
              Line.of(Values.text(collection, "name"), Style.TITLE),
              Line.of(Values.text(collection, "description"))));
    }
    list(drawing, table, result, collections.size(), "collections");
  }

  static void variables(Drawing drawing, JsonNode result) {
    Table table = new Table(List.of(Table.Column.text("variable", 8, 0)));
    List<JsonNode> names = Values.items(result, "keys").toList();
    names.forEach(name -> table.row(List.of(Line.of(Values.text(name)))));
    list(drawing, table, result, names.size(), "variables");
  }

  static void runs(Drawing drawing, JsonNode result) {
    List<JsonNode> runs = Values.objects(result, "trajectories");
    double longest =
        runs.stream()
            .map(run -> Values.number(run, "duration_seconds"))
            .flatMapToDouble(OptionalDouble::stream)
            .max()
            .orElse(0);
    Table table =
        new Table(
            List.of(
                Table.Column.text("run", 8, 0),
                status(drawing),
                Table.Column.text("started", 0, 2),
                Table.Column.number("took", 1),
                Table.Column.text("", 0, 4),
                Table.Column.text("inputs or error", 12, 3)));
    for (JsonNode run : runs) {
      String status = Values.text(run, "status");
      String error =
          Stream.of(Values.text(run, "failed_step"), Values.text(run, "error"))
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining(": "));
      Line last =
          error.isEmpty()
              ? Line.of(Values.text(run, "inputs"), Style.QUIET)
              : Line.of(error, Style.FAILURE);
      OptionalDouble seconds = Values.number(run, "duration_seconds");
      table.row(
          List.of(
              Line.of(Values.text(run, "trajectory_id")),
              status(drawing, status),
              Line.of(ago(run, drawing), Style.QUIET),
              Line.of(Values.duration(run, "duration_seconds")),
              Line.of(
                  Bar.of(seconds.orElse(0) / longest, DURATION_BAR, drawing.symbols()),
                  StatusMark.style(status)),
              labels(run, last)));
    }
    list(drawing, table, result, runs.size(), "runs");
  }

  private static Table.Column status(Drawing drawing) {
    return Table.Column.text(hasWords(drawing) ? "status" : "", 0, 0);
  }

  private static Line status(Drawing drawing, String status) {
    return hasWords(drawing)
        ? StatusMark.withWord(status, drawing.symbols())
        : StatusMark.of(status, drawing.symbols());
  }

  /** Returns whether there is room for the words of statuses beside their marks. */
  private static boolean hasWords(Drawing drawing) {
    return drawing.columns() >= MIN_COLUMNS_FOR_WORDS;
  }

  private static String ago(JsonNode run, Drawing drawing) {
    return Json.text(run, "created").map(time -> Times.ago(time, drawing.clock())).orElse("");
  }

  /** Puts the labels of a run before what else is shown of it. */
  private static Line labels(JsonNode run, Line rest) {
    Line line = new Line();
    for (JsonNode label : Values.objects(run, "labels")) {
      line.add(Values.text(label, "key") + "=" + Values.text(label, "value") + " ", Style.RUNNING);
    }
    return line.add(rest);
  }

  /** Draws the rows of get-outputs and run-batch: a path a column. */
  static void outputs(Drawing drawing, JsonNode result) {
    List<JsonNode> runs = Values.objects(result, "runs");
    Set<String> paths = new LinkedHashSet<>();
    for (JsonNode run : runs) {
      paths.addAll(run.path("outputs").propertyNames());
      Values.items(run, "missing").map(Values::text).forEach(paths::add);
      paths.addAll(run.path("large").propertyNames());
    }
    List<Table.Column> columns =
        new ArrayList<>(
            List.of(
                Table.Column.number("#", 3),
                Table.Column.text("run", 8, 0),
                status(drawing),
                Table.Column.text("started", 0, 4)));
    for (String path : paths) {
      String title = path.replace(".outputs.", ".");
      columns.add(new Table.Column(title, isNumeric(runs, path), 8, 1));
    }
    columns.add(Table.Column.text("outputs or error", 12, 2));
    Table table = new Table(columns);
    for (JsonNode run : runs) {
      List<Line> row = new ArrayList<>();
      row.add(Line.of(Values.text(run, "index"), Style.QUIET));
      row.add(Line.of(Values.text(run, "trajectory_id")));
      String status = Values.text(run, "status");
      row.add(status.isEmpty() ? new Line() : status(drawing, status));
      row.add(Line.of(ago(run, drawing), Style.QUIET));
      for (String path : paths) {
        JsonNode large = run.path("large").path(path);
        row.add(large.isNumber() ? Line.of(large + " bytes", Style.QUIET) : value(run, path));
      }
      String error = Values.text(run, "error");
      row.add(
          error.isEmpty()
              ? Line.of(Values.text(run, "look"), Style.QUIET)
              : Line.of(error, Style.FAILURE));
      table.row(row);
    }
    list(drawing, table, result, runs.size(), "runs");
    Json.text(result, "trial").ifPresent(trial -> drawing.line(Line.of(trial, Style.QUIET)));
  }

  private static Line value(JsonNode run, String path) {
    boolean missing = Values.items(run, "missing").map(Values::text).anyMatch(path::equals);
    return missing
        ? Line.of("missing", Style.WARNING)
        : Line.of(Values.text(run.path("outputs").path(path)));
  }

  private static boolean isNumeric(List<JsonNode> runs, String path) {
    List<JsonNode> values =
        runs.stream()
            .map(run -> run.path("outputs").path(path))
            .filter(value -> !value.isMissingNode())
            .toList();
    return !values.isEmpty() && values.stream().allMatch(JsonNode::isNumber);
  }

  private static void list(Drawing drawing, Table table, JsonNode result, int shown, String noun) {
    if (table.isEmpty()) {
      drawing.line(Line.of("No " + noun + ".", Style.QUIET));
    } else {
      table.draw(drawing, 0);
    }
    Remarks.count(drawing, result, shown, noun);
  }
}
