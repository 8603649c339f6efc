package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;
import static io.jettymcp.tool.CommonParams.TRAJECTORY_OPTIONAL;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads the log of a run. The form of Jetty's reply is not documented, so many are accepted. */
public final class RunLogs {
  private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");

  private static final int MAX_TAIL = 1_000;
  private static final int MAX_SIZE = 100_000;

  static final Param<String> WORKFLOW_ID =
      Param.name("workflow_id", "Instead of task and trajectory_id").existing();
  static final Param<String> LEVEL =
      Param.choice("level", "At least", LEVELS.toArray(String[]::new));
  static final Param<Integer> TAIL =
      Param.integer("tail", "Newest lines", 1, MAX_TAIL).defaultValue(100);

  /**
   * An entry of a log.
   *
   * @param level in lower case, as Jetty names it
   */
  record Event(Optional<String> time, String level, Optional<String> step, String message) {
    static final View<Event> VIEW =
        View.of(Event.class)
            .text("time", Event::time)
            .text("level", Event::level)
            .text("step", Event::step)
            .text("message", Event::message);

    boolean isAtLeast(String least) {
      return rank() >= LEVELS.indexOf(least);
    }

    private int rank() {
      return switch (level) {
        case "trace", "debug" -> 0;
        case "warn" -> LEVELS.indexOf("warning");
        case "critical", "fatal" -> LEVELS.indexOf("error");
        default -> Math.max(1, LEVELS.indexOf(level));
      };
    }
  }

  /** The newest events of a run. */
  public record Tail(String workflowId, List<Event> events) {
    public static final View<Tail> VIEW =
        View.of(Tail.class)
            .text("workflow_id", Tail::workflowId)
            .required()
            .page("events", "Newest first", Event.VIEW, Tail::events)
            .describedAs("Older ones");
  }

  private RunLogs() {}

  public static Request request(Args in) {
    return RunRef.logOf(workflowId(in));
  }

  private static String workflowId(Args in) {
    boolean byRun = in.has(TASK_OPTIONAL) && in.has(TRAJECTORY_OPTIONAL);
    boolean anyOfRun = in.has(TASK_OPTIONAL) || in.has(TRAJECTORY_OPTIONAL);
    if (in.has(WORKFLOW_ID) ? anyOfRun : !byRun) {
      throw new BadArguments(
          "workflow_id", "Give \"workflow_id\", or both \"task\" and \"trajectory_id\".");
    }
    return in.find(WORKFLOW_ID)
        .orElseGet(
            () ->
                new RunRef(
                        in.get(COLLECTION),
                        in.find(TASK_OPTIONAL).orElseThrow(),
                        in.find(TRAJECTORY_OPTIONAL).orElseThrow())
                    .workflowId());
  }

  public static Result events(Args in, Reply reply) {
    List<Event> events =
        read(reply.body()).stream()
            .filter(event -> in.find(LEVEL).map(event::isAtLeast).orElse(true))
            .toList();
    List<Event> shown = events.stream().limit(in.get(TAIL)).toList();
    return Result.of(Tail.VIEW, new Tail(workflowId(in), shown))
        .atMost(in.get(MAX_BYTES))
        .paged(new Result.Page("events", events.size() > shown.size(), after -> older(in, after)));
  }

  /** Returns the events of a log, newest first. */
  static List<Event> read(JsonNode body) {
    List<Event> events = new ArrayList<>();
    entries(body).forEach(from -> events.add(event(from)));
    Collections.reverse(events);
    return events;
  }

  /** Returns the list of events, the lines of a string, or the reply itself as the only event. */
  private static List<JsonNode> entries(JsonNode body) {
    for (JsonNode from : List.of(body, body.path("events"), body.path("logs"))) {
      if (from instanceof ArrayNode array) {
        return List.copyOf(array.values());
      }
      if (from.isString()) {
        ArrayNode lines = Json.array();
        from.stringValue().lines().filter(line -> !line.isBlank()).forEach(lines::add);
        return List.copyOf(lines.values());
      }
    }
    return body.isNull() || body.isEmpty() ? List.of() : List.of(body);
  }

  /**
   * Suggests a longer tail or a higher level, because the log has no pages; fewer events where even
   * the errors do not fit, so that none is shortened.
   */
  private static Next older(Args in, int shown) {
    Next next =
        RunSignatures.GET_WORKFLOW_LOGS
            .with(WORKFLOW_ID, workflowId(in))
            .with(COLLECTION, in.get(COLLECTION));
    boolean isCut = shown < in.get(TAIL);
    if (isCut && in.find(LEVEL).equals(Optional.of("error")) && in.get(MAX_BYTES) == MAX_SIZE) {
      return next.with(LEVEL, "error")
          .with(TAIL, Math.max(1, shown / 2))
          .with(MAX_BYTES, MAX_SIZE)
          .because("the newest errors");
    }
    if (isCut || in.get(TAIL) == MAX_TAIL) {
      return next.with(LEVEL, "error").with(MAX_BYTES, MAX_SIZE).because("errors");
    }
    Next sameLevel = in.find(LEVEL).isPresent() ? next.with(LEVEL, in.find(LEVEL).get()) : next;
    return sameLevel
        .with(TAIL, Math.min(MAX_TAIL, in.get(TAIL) * 5))
        .with(MAX_BYTES, MAX_SIZE)
        .because("older events");
  }

  private static Event event(JsonNode from) {
    if (from.isValueNode()) {
      return new Event(Optional.empty(), "info", Optional.empty(), from.asString());
    }
    return new Event(
        first(from, "time", "timestamp", "created"),
        first(from, "level", "severity").orElse("info").toLowerCase(Locale.ROOT),
        first(from, "step", "step_name"),
        first(from, "message", "msg", "event", "error").orElseGet(from::toString));
  }

  private static Optional<String> first(JsonNode from, String... fields) {
    for (String field : fields) {
      JsonNode value = from.path(field);
      if (value.isValueNode() && !value.isNull()) {
        return Optional.of(value.asString());
      }
    }
    return Optional.empty();
  }
}
