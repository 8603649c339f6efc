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
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Jetty logged during a run. The form of its answer is not documented, so it is read widely.
 */
public final class RunLogs {
  private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");

  private static final int MAX_TAIL_LENGTH = 1_000;

  static final Param<String> WORKFLOW_ID =
      Param.name("workflow_id", "Instead of task and trajectory_id");
  static final Param<String> LEVEL =
      Param.choice("level", "At least", LEVELS.toArray(String[]::new));
  static final Param<Integer> TAIL =
      Param.integer("tail", "How many of the newest", 1, MAX_TAIL_LENGTH).defaultValue(100);

  static final View<JsonNode> EVENT =
      View.of(JsonNode.class).text("time").text("level").text("step").text("message");

  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("workflow_id")
          .required()
          .list("events", EVENT)
          .describedAs("Newest first")
          .required()
          .integer("returned")
          .required()
          .bool("has_more")
          .describedAs("Older ones")
          .required();

  private RunLogs() {}

  public static Request request(Args in) {
    return Request.get("/api/v1/workflows-logs/{}", workflowId(in));
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
                Run.workflowId(
                    in.get(COLLECTION),
                    in.find(TASK_OPTIONAL).orElseThrow(),
                    in.find(TRAJECTORY_OPTIONAL).orElseThrow()));
  }

  public static Result events(Args in, Reply reply) {
    List<ObjectNode> events =
        read(reply.body()).stream()
            .filter(event -> in.find(LEVEL).map(least -> isAtLeast(least, event)).orElse(true))
            .toList();
    ArrayNode shown = Json.array();
    events.stream().limit(in.get(TAIL)).forEach(shown::add);
    ObjectNode data = Json.object().put("workflow_id", workflowId(in));
    data.set("events", shown);
    return Result.of(data)
        .atMost(in.get(MAX_BYTES))
        .paged(new Result.Page("events", events.size() > shown.size(), after -> older(in, after)));
  }

  /** The events of a log, newest first. */
  static List<ObjectNode> read(JsonNode body) {
    List<ObjectNode> events = new ArrayList<>();
    entries(body).forEach(from -> events.add(event(from)));
    Collections.reverse(events);
    return events;
  }

  static boolean isAtLeast(String level, ObjectNode event) {
    return rank(event) >= LEVELS.indexOf(level);
  }

  /** The list of events, the lines of a text, or else the answer itself as the only event. */
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

  /** The log has no pages: more of it comes with a longer tail, or a higher level. */
  private static Next older(Args in, int shown) {
    ObjectNode arguments = Json.object().put("workflow_id", workflowId(in));
    arguments.put("collection", in.get(COLLECTION));
    if (shown >= in.get(TAIL) && in.get(TAIL) < MAX_TAIL_LENGTH) {
      in.find(LEVEL).ifPresent(level -> arguments.put("level", level));
      return new Next(
          "get-workflow-logs",
          arguments
              .put("tail", Math.min(MAX_TAIL_LENGTH, in.get(TAIL) * 5))
              .put("max_bytes", 100_000),
          "older events");
    }
    return new Next(
        "get-workflow-logs", arguments.put("level", "error").put("max_bytes", 100_000), "errors");
  }

  private static ObjectNode event(JsonNode from) {
    ObjectNode event = Json.object();
    if (from.isValueNode()) {
      return event.put("level", "info").put("message", from.asString());
    }
    first(from, "time", "timestamp", "created").ifPresent(text -> event.put("time", text));
    event.put("level", first(from, "level", "severity").orElse("info").toLowerCase(Locale.ROOT));
    first(from, "step", "step_name").ifPresent(text -> event.put("step", text));
    return event.put(
        "message", first(from, "message", "msg", "event", "error").orElseGet(from::toString));
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

  private static int rank(ObjectNode event) {
    String level = event.path("level").asString();
    return switch (level) {
      case "trace" -> 0;
      case "warn" -> LEVELS.indexOf("warning");
      case "critical", "fatal" -> LEVELS.indexOf("error");
      default -> Math.max(1, LEVELS.indexOf(level));
    };
  }
}
