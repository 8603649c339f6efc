package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.PATH;
import static io.jettymcp.runs.RunSignatures.STEP;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One run: a summary, or the data of one step or path. */
public final class RunDetails {
  private static final View<JsonNode> STEP_VIEW =
      View.of(JsonNode.class)
          .text("name")
          .text("activity")
          .text("status")
          .number("duration_seconds")
          .integer("output_bytes")
          .preview("outputs", 240)
          .describedAs("Its beginning")
          .text("error")
          .max(1_000);

  static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("trajectory_id")
          .required()
          .text("status")
          .required()
          .text("created")
          .number("duration_seconds")
          .text("failed_step")
          .text("error")
          .any("inputs")
          .list("steps", STEP_VIEW)
          .list("files", Runs.FILE)
          .list("labels", Runs.LABEL)
          .integer("triggered_by_routine_id")
          .text("step")
          .text("path")
          .any("data")
          .describedAs("Whole")
          .text("data_text")
          .describedAs("A piece of it")
          .integer("offset")
          .integer("next_offset")
          .integer("total_characters")
          .text("url");

  private RunDetails() {}

  static Mono<Result> show(Call call) {
    Args in = call.in();
    if (in.has(STEP) && in.has(PATH)) {
      throw new BadArguments("path", "Give \"step\" or \"path\", not both.");
    }
    return Runs.read(call, in.get(COLLECTION), in.get(TASK), in.get(TRAJECTORY))
        .map(run -> in.has(STEP) || in.has(PATH) ? part(in, run) : summary(in, run));
  }

  private static ObjectNode head(Args in, Run run) {
    String id = Run.bareId(in.get(TRAJECTORY));
    return Json.object().put("trajectory_id", id).put("status", run.status());
  }

  private static Result summary(Args in, Run run) {
    ObjectNode data = head(in, run);
    Json.text(run.json(), "created").ifPresent(text -> data.put("created", text));
    Runs.put(data, "duration_seconds", run.duration());
    run.failedStep().ifPresent(step -> data.put("failed_step", step));
    run.error().ifPresent(error -> data.put("error", error));
    data.set("inputs", run.json().path("init_params"));
    ArrayNode steps = Json.array();
    run.stepNames().forEach(name -> steps.add(step(run, name)));
    data.set("steps", steps);
    ArrayNode files = run.files();
    if (!files.isEmpty()) {
      data.set("files", files);
    }
    data.set("labels", run.labels());
    data.set("triggered_by_routine_id", run.json().path("triggered_by_routine_id"));
    data.put(
        "url", Links.to(in.get(COLLECTION), in.get(TASK), data.path("trajectory_id").asString()));
    Result result =
        Result.of(data)
            .atMost(in.get(MAX_BYTES))
            .attach(Links.toFiles(files))
            .ifCut(
                List.of(
                    new Next(
                        "get-trajectory", again(in).put("path", "init_params"), "all inputs")));
    if (!run.finished()) {
      return result.suggest(new Next("wait-for-run", again(in), "wait for the result"));
    }
    return run.failedStep()
        .or(() -> run.stepNames().stream().reduce((first, last) -> last))
        .map(
            step ->
                result.suggest(
                    new Next("get-trajectory", again(in).put("step", step), "all of this step")))
        .orElse(result);
  }

  private static ObjectNode step(Run run, String name) {
    JsonNode step = run.step(name);
    ObjectNode data = Json.object().put("name", name);
    Json.text(step, "activity").ifPresent(activity -> data.put("activity", activity));
    data.put("status", run.stepStatus(name));
    Runs.put(data, "duration_seconds", run.stepDuration(name));
    JsonNode outputs = step.path("outputs");
    if (!outputs.isMissingNode() && !outputs.isNull()) {
      data.put("output_bytes", bytes(outputs));
      data.set("outputs", outputs);
    }
    run.stepError(name).ifPresent(error -> data.put("error", error));
    return data;
  }

  private static Result part(Args in, Run run) {
    ObjectNode data = head(in, run);
    Param<String> by = in.has(STEP) ? STEP : PATH;
    String what = in.find(by).orElseThrow();
    data.put(by.name(), what);
    return Result.of(data)
        .atMost(in.get(MAX_BYTES))
        .excerpt(
            new Result.Excerpt(
                "data",
                by == STEP ? wholeStep(run, what) : at(run, what),
                in.get(FROM_CHARACTER),
                offset ->
                    new Next(
                        "get-trajectory",
                        again(in).put(by.name(), what).put("offset", offset),
                        "the rest")));
  }

  private static JsonNode wholeStep(Run run, String name) {
    if (!run.step(name).isObject()) {
      throw new BadArguments(
          "step",
          run.stepNames().contains(name)
              ? "That step has not begun: there is no data of it yet."
              : "The run has no step of that name. It has: " + names(run) + ".");
    }
    ObjectNode data = Json.object();
    for (String field : List.of("activity", "status", "error", "inputs", "outputs")) {
      if (run.step(name).hasNonNull(field)) {
        data.set(field, run.step(name).path(field));
      }
    }
    return data;
  }

  private static JsonNode at(Run run, String text) {
    PathExpression path;
    try {
      path = PathExpression.parse(text);
    } catch (PathExpression.Malformed malformed) {
      throw new BadArguments("path", "\"path\" is no path expression: " + malformed.getMessage());
    }
    path.deadEndIn(run.json())
        .ifPresent(
            end -> {
              throw new BadArguments(
                  "path",
                  "There is nothing at that path. "
                      + (end.reached().isEmpty()
                          ? "It could begin with: "
                          : "It ends after \""
                              + end.reached()
                              + "\"; from there it could go on with: ")
                      + String.join(", ", end.choices())
                      + ".");
            });
    return path.evaluateInTrajectory(run.json());
  }

  private static String names(Run run) {
    return run.stepNames().isEmpty() ? "none yet" : String.join(", ", run.stepNames());
  }

  private static ObjectNode again(Args in) {
    return Json.object()
        .put("collection", in.get(COLLECTION))
        .put("task", in.get(TASK))
        .put("trajectory_id", Run.bareId(in.get(TRAJECTORY)));
  }

  /** The size as compact JSON, counted without building it. */
  private static long bytes(JsonNode value) {
    CountingStream counter = new CountingStream();
    try {
      Writer.JSON.writeValue(counter, value);
    } catch (JacksonException e) {
      return 0;
    }
    return counter.count;
  }

  private static final class Writer {
    static final JsonMapper JSON = JsonMapper.shared();
  }

  private static final class CountingStream extends java.io.OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }
}
