package io.jettymcp.cli.terminal;

import io.jettymcp.tool.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results of the simulator, as {@code call} printed them, and their pictures. */
enum Sample {
  COMPLETED_RUN("run-task-sync"),
  FAILED_RUN("run-task-sync"),
  RUNNING_RUN("run-task-sync"),
  RUN_WITH_FILES("wait-for-run"),
  TRAJECTORY("get-trajectory"),
  FAILED_TRAJECTORY("get-trajectory"),
  RUNNING_TRAJECTORY("get-trajectory"),
  FAN_OUT_TRAJECTORY("get-trajectory"),
  DEBUG("debug-run"),
  NESTED_DEBUG("debug-run"),
  TASKS("list-tasks"),
  RUNS("list-trajectories"),
  ANALYSIS("analyze-runs"),
  STATS("get-stats"),
  BATCH("run-batch"),
  OUTPUTS("get-outputs"),
  ROUTINES("list-routines"),
  COLLECTIONS("list-collections"),
  VARIABLES("list-env-vars");

  /** A moment after all samples, on a Monday. */
  static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T08:40:00Z"), ZoneId.of("Europe/Berlin"));

  final String tool;

  Sample(String tool) {
    this.tool = tool;
  }

  JsonNode json() {
    String file = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    try (InputStream in = Sample.class.getResourceAsStream(file)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in, file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String picture(int columns) {
    return picture(terminal(columns), json());
  }

  String picture(Terminal terminal, JsonNode result) {
    return find(terminal, result).orElseThrow();
  }

  Optional<String> find(Terminal terminal, JsonNode result) {
    return new ResultDisplay(terminal, CLOCK, "jetty-mcp").draw(tool, result, Optional.empty());
  }

  String picture(int columns, Timeline followed) {
    return new ResultDisplay(terminal(columns), CLOCK, "jetty-mcp")
        .draw(tool, json(), Optional.of(followed))
        .orElseThrow();
  }

  static Terminal terminal(int columns) {
    return new Terminal(true, true, columns, 24, false, true);
  }
}
