package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.cadence.Cadence;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Draws routines as the coming week: when each fires on which day, in the time of the reader. */
final class RoutineWeek {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** In columns: seven days with a name before them. */
  private static final int MIN_GRID = 70;

  private RoutineWeek() {}

  static void draw(Drawing drawing, JsonNode result) {
    List<JsonNode> routines = Values.objects(result, "routines");
    if (routines.isEmpty()) {
      drawing.line(Line.of("No routines.", Style.QUIET));
    } else if (drawing.columns() < MIN_GRID) {
      list(drawing, routines);
    } else {
      grid(drawing, routines);
    }
    Remarks.count(drawing, result, routines.size(), "routines");
  }

  private static void grid(Drawing drawing, List<JsonNode> routines) {
    ZoneId zone = drawing.clock().getZone();
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("routine", 8, 0));
    for (DayOfWeek day : DayOfWeek.values()) {
      columns.add(Table.Column.text(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH), 0, 0));
    }
    columns.add(Table.Column.text("task", 6, 1));
    Table table = new Table(columns);
    for (JsonNode routine : routines) {
      boolean paused = isPaused(routine);
      Map<DayOfWeek, String> week = week(routine, drawing.clock().instant(), zone);
      List<Line> row = new ArrayList<>();
      row.add(name(routine));
      for (DayOfWeek day : DayOfWeek.values()) {
        row.add(
            week.containsKey(day)
                ? Line.of(week.get(day), paused ? Style.QUIET : Style.RUNNING)
                : Line.of(drawing.symbols().waiting(), Style.QUIET));
      }
      row.add(Line.of(Values.text(routine, "task"), Style.QUIET));
      table.row(row);
    }
    table.draw(drawing, 0);
    drawing.line(Line.of("Times in " + zone.getId() + ".", Style.QUIET));
    routines.stream()
        .filter(routine -> cadence(routine).isEmpty())
        .forEach(
            routine ->
                drawing.paragraph(
                    0,
                    Values.text(routine, "name") + ": " + Values.text(routine, "cadence"),
                    Style.QUIET));
  }

  private static void list(Drawing drawing, List<JsonNode> routines) {
    Table table =
        new Table(
            List.of(
                Table.Column.text("routine", 8, 0),
                Table.Column.text("fires", 26, 0),
                Table.Column.text("task", 6, 1)));
    for (JsonNode routine : routines) {
      table.row(
          List.of(
              name(routine),
              Line.of(Values.text(routine, "cadence")),
              Line.of(Values.text(routine, "task"), Style.QUIET)));
    }
    table.draw(drawing, 0);
  }

  private static Line name(JsonNode routine) {
    Line name = Line.of(Values.text(routine, "name"), Style.TITLE);
    return isPaused(routine) ? name.add(" (paused)", Style.WARNING) : name;
  }

  private static boolean isPaused(JsonNode routine) {
    return routine.path("paused").asBoolean(false);
  }

  private static Optional<Cadence> cadence(JsonNode routine) {
    return Json.text(routine, "cadence").flatMap(Cadence::ofWords);
  }

  /** Returns the time on each day of the coming week; of many times on a day, their minutes. */
  private static Map<DayOfWeek, String> week(JsonNode routine, Instant now, ZoneId zone) {
    Map<DayOfWeek, String> week = new EnumMap<>(DayOfWeek.class);
    Instant end = now.atZone(zone).plusDays(7).toInstant();
    Cadence cadence = cadence(routine).orElse(null);
    if (cadence == null) {
      return week;
    }
    Optional<Instant> next = cadence.next(now);
    while (next.isPresent() && next.get().isBefore(end)) {
      ZonedDateTime local = next.get().atZone(zone);
      String time =
          cadence.type() == Cadence.Type.HOURLY
              ? String.format(Locale.ROOT, "*:%02d", local.getMinute())
              : TIME.format(local);
      week.merge(local.getDayOfWeek(), time, (one, other) -> one);
      next = cadence.next(next.get());
    }
    return week;
  }
}
