package io.jettymcp.runs;

import io.jettymcp.tool.View;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The trial of a collection: a few runs on Jetty's own model keys. */
public final class Trial {
  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .bool("active", Trial::isActive)
          .required()
          .integer("runs_used")
          .integer("runs_limit")
          .integer("runs_remaining")
          .number("minutes_remaining");

  private static final int FEW_RUNS = 2;

  private Trial() {}

  /** Jetty says {@code active} or, right after the activation, a status. */
  public static boolean isActive(JsonNode trial) {
    return trial.path("active").asBoolean(trial.path("status").asString("").equals("active"));
  }

  /** The figures of a run's answer in one line, if it has any. */
  public static Optional<String> line(JsonNode trial) {
    OptionalInt used = figure(trial, "runs_used");
    OptionalInt limit = figure(trial, "runs_limit");
    if (used.isEmpty() || limit.isEmpty()) {
      return Optional.empty();
    }
    String line = "Trial run " + used.getAsInt() + "/" + limit.getAsInt();
    OptionalInt minutes = figure(trial, "minutes_remaining");
    return Optional.of(
        minutes.isPresent() ? line + " -- " + minutes.getAsInt() + " minutes remaining" : line);
  }

  /** A warning where the trial ends soon. */
  public static Optional<String> warning(JsonNode trial) {
    OptionalInt left = remaining(trial);
    return left.isPresent() && left.getAsInt() <= FEW_RUNS
        ? Optional.of(
            "Trial runs left: "
                + left.getAsInt()
                + ". Add your own provider key with set-env-var before they end.")
        : Optional.empty();
  }

  /** How many runs the trial has left, if Jetty says so. */
  static OptionalInt remaining(JsonNode trial) {
    OptionalInt left = figure(trial, "runs_remaining");
    OptionalInt used = figure(trial, "runs_used");
    OptionalInt limit = figure(trial, "runs_limit");
    return left.isEmpty() && used.isPresent() && limit.isPresent()
        ? OptionalInt.of(Math.max(0, limit.getAsInt() - used.getAsInt()))
        : left;
  }

  private static OptionalInt figure(JsonNode trial, String field) {
    JsonNode value = trial.path(field);
    int number = value.isNumber() ? value.asInt(Integer.MIN_VALUE) : Integer.MIN_VALUE;
    return number == Integer.MIN_VALUE ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
