package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.CONFIG_STEP;
import static io.jettymcp.runs.RunSignatures.FIND;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.json.JsonSize;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Mermaid;
import io.jettymcp.workflow.Occurrence;
import io.jettymcp.workflow.PathExpression;
import io.jettymcp.workflow.WorkflowGraph;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Shows a task: its workflow, an outline of a workflow that is too large, the config of one step,
 * or the paths where a text occurs.
 */
final class TaskReading {
  private static final String INIT_PARAMS = "init_params";
  private static final String MATCHES_FIELD = "matches";
  private static final int MAX_MATCHES = 200;

  /** Bytes reserved for the fields around a workflow. */
  private static final int AROUND_WORKFLOW = 200;

  /**
   * A task, or a step of it, to be shown.
   *
   * @param json as Jetty has it
   */
  private record Shown(TaskRef task, JsonNode json, Optional<String> step) {
    String name() {
      return Json.text(json, "name").orElse(task.task());
    }
  }

  /**
   * The places where a text occurs.
   *
   * @param all in the order of the workflow
   * @param from the first one to show
   */
  private record Matches(Shown task, List<Occurrence> all, int from) {
    List<Occurrence> shown() {
      return all.stream().skip(from).limit(MAX_MATCHES).toList();
    }
  }

  private static final View<Occurrence> OCCURRENCE =
      View.of(Occurrence.class)
          .text("path", Occurrence::path)
          .required()
          .preview("value", 150, Occurrence::value);

  private static final View<Shown> TASK =
      View.of(Shown.class)
          .text("name", Shown::name)
          .required()
          .text("description", task -> Json.text(task.json(), "description"))
          .text("step", Shown::step)
          .bool("has_file_uploads", task -> task.json().path("has_file_uploads"))
          .bool("is_private", task -> task.json().path("is_private"));

  private static final View<Matches> MATCHES =
      View.of(Matches.class)
          .text("name", matches -> matches.task().name())
          .page(MATCHES_FIELD, "Paths for changes of update-task", OCCURRENCE, Matches::shown)
          .integer("matches_total", matches -> matches.all().size());

  static final View<Shown> VIEW =
      TASK.orElse(
              View.of(JsonNode.class)
                  .any("workflow")
                  .describedAs("In full")
                  .any("config")
                  .describedAs("In full")
                  .text("workflow_text")
                  .describedAs("A piece of it")
                  .text("config_text")
                  .describedAs("A piece of it")
                  .integer("offset")
                  .integer("next_offset")
                  .integer("total_characters"))
          .orElse(MATCHES)
          .orElse(TaskOutline.VIEW)
          .cleaned()
          .text("url", shown -> new TaskRef(shown.task().collection(), shown.name()).url());

  private TaskReading() {}

  static Mono<Result> show(Call call) {
    Args in = call.in();
    if (in.has(FIND) && in.find(FIND).orElse("").isBlank()) {
      throw new BadArguments("find", "\"find\" must not be empty.");
    }
    return call.send(TaskRef.of(in).fetch())
        .map(reply -> ReplyShapes.object(reply.body()))
        .flatMap(task -> show(call, task));
  }

  /** Draws the workflow of a result, or what an outline has of it. */
  static Optional<String> diagram(JsonNode shown) {
    JsonNode workflow = shown.has("steps") ? TaskOutline.workflow(shown) : shown.path("workflow");
    return Optional.of(WorkflowGraph.of(workflow))
        .filter(graph -> !graph.steps().isEmpty())
        .map(Mermaid::of);
  }

  private static Mono<Result> show(Call call, JsonNode task) {
    Args in = call.in();
    Shown all = new Shown(TaskRef.of(in), task, in.find(CONFIG_STEP));
    Result result = Result.of(VIEW, all).atMost(in.get(MAX_BYTES));
    if (in.has(FIND)) {
      return call.shown(task).map(shown -> matches(in, all, shown));
    }
    if (all.step().isPresent()) {
      return call.shown(task)
          .map(shown -> excerpt(in, result, "config", config(shown, all.step().get())));
    }
    JsonNode workflow = task.path("workflow");
    if (workflow.isMissingNode()) {
      return Mono.just(result);
    }
    int room = in.get(MAX_BYTES) - AROUND_WORKFLOW - JsonSize.of(result.data(), in.get(MAX_BYTES));
    return in.has(FROM_CHARACTER) || JsonSize.of(workflow, Math.max(0, room)) <= room
        ? Mono.just(excerpt(in, result, "workflow", workflow))
        : call.shown(workflow).map(shown -> outline(in, result, shown));
  }

  private static Result matches(Args in, Shown all, JsonNode shown) {
    String text = in.find(FIND).orElseThrow();
    JsonNode workflow = shown.path("workflow");
    List<Occurrence> found =
        all.step()
            .map(step -> Occurrence.of(text, config(shown, step), path(shown, step)))
            .orElseGet(() -> Occurrence.of(text, workflow, ""));
    Matches matches = new Matches(all, found, in.get(FROM_CHARACTER));
    return Result.of(MATCHES, matches)
        .atMost(in.get(MAX_BYTES))
        .paged(
            new Result.Page(
                MATCHES_FIELD,
                matches.from() + matches.shown().size() < found.size(),
                after ->
                    again(in)
                        .with(FIND, text)
                        .with(FROM_CHARACTER, matches.from() + after)
                        .because("the other matches")));
  }

  private static Result outline(Args in, Result result, JsonNode workflow) {
    TaskOutline outline = TaskOutline.of(workflow, TaskRef.of(in), in.get(MAX_BYTES));
    result.data().setAll(TaskOutline.VIEW.read(outline));
    Result outlined = result;
    for (Next next : outline.next()) {
      outlined = outlined.suggest(next);
    }
    return outlined;
  }

  private static Result excerpt(Args in, Result result, String field, JsonNode shown) {
    return result.excerpt(
        new Result.Excerpt(
            field,
            shown,
            in.get(FROM_CHARACTER),
            offset -> again(in).with(FROM_CHARACTER, offset).because("the rest")));
  }

  private static Next again(Args in) {
    Next task = GET_TASK.with(TaskRef.of(in));
    Next all = in.has(MAX_BYTES) ? task.with(MAX_BYTES, in.get(MAX_BYTES)) : task;
    return in.find(CONFIG_STEP).map(name -> all.with(CONFIG_STEP, name)).orElse(all);
  }

  private static JsonNode config(JsonNode task, String step) {
    JsonNode workflow = task.path("workflow");
    JsonNode configs = workflow.path("step_configs");
    if (configs.has(step)) {
      return configs.path(step);
    }
    if (step.equals(INIT_PARAMS) && workflow.has(INIT_PARAMS)) {
      return workflow.path(INIT_PARAMS);
    }
    throw new BadArguments(
        "step",
        "The task has no step of that name. It has: "
            + String.join(", ", configs.propertyNames())
            + ".");
  }

  private static String path(JsonNode task, String step) {
    return task.path("workflow").path("step_configs").has(step)
        ? PathExpression.field("step_configs", step)
        : INIT_PARAMS;
  }
}
