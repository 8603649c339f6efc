package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.CONFIG_STEP;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks: workflows that are stored in a collection. */
final class TaskTools {
  private static final Param<String> NAME = Param.name("name", "").required();
  private static final Param<String> NEW_NAME = Param.name("name", "New name");
  private static final Param<ObjectNode> WORKFLOW =
      Param.object("workflow", "{init_params, step_configs, steps}").required();
  private static final Param<ObjectNode> WORKFLOW_OPTIONAL = Param.object("workflow", "");
  private static final Param<String> DESCRIPTION = Param.text("description", "");
  private static final Param<Boolean> HAS_FILE_UPLOADS = Param.bool("has_file_uploads", "");
  private static final Param<Boolean> IS_PRIVATE = Param.bool("is_private", "");
  private static final Param<Boolean> SKIP_VALIDATION =
      Param.bool("skip_validation", "Store it despite errors").defaultValue(false);

  private record Stored(ObjectNode summary, JsonNode task, List<Finding> warnings) {}

  private static final View<Stored> STORED =
      View.of(Stored.class)
          .include(TaskSummary.VIEW, Stored::summary)
          .bool("is_private", stored -> stored.task().path("is_private"))
          .list("warnings", WorkflowCheck.FINDING, Stored::warnings);

  static final Tool GET_TASK =
      Tool.named(RunSignatures.GET_TASK, "Show a task")
          .in(Toolset.TASKS)
          .about("Shows a task with its workflow, or one step's config. Use it before update-task.")
          .effect(Effect.READ)
          .gives(
              View.of(JsonNode.class)
                  .text("name")
                  .required()
                  .text("description")
                  .text("step")
                  .bool("has_file_uploads")
                  .bool("is_private")
                  .any("workflow")
                  .describedAs("Whole")
                  .any("config")
                  .describedAs("Whole")
                  .text("workflow_text")
                  .describedAs("A piece of it")
                  .text("config_text")
                  .describedAs("A piece of it")
                  .integer("offset")
                  .integer("next_offset")
                  .integer("total_characters")
                  .text("url"))
          .sends(
              in -> Request.get("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)),
              TaskTools::show);

  static final Tool CREATE_TASK =
      Tool.named("create-task", "Create a task")
          .in(Toolset.TASKS)
          .about(
              "Stores a workflow as a new task. Errors in its structure stop it, known pitfalls"
                  + " come back as warnings. Then run-task-sync tries it.")
          .effect(Effect.ADD)
          .takes(
              NAME,
              WORKFLOW,
              DESCRIPTION,
              HAS_FILE_UPLOADS,
              IS_PRIVATE,
              SKIP_VALIDATION,
              COLLECTION)
          .gives(STORED)
          .runs(TaskTools::create);

  static final Tool UPDATE_TASK =
      Tool.named("update-task", "Update a task")
          .in(Toolset.TASKS)
          .about(
              "Changes a task. A workflow replaces the old one whole; what is not given stays; an"
                  + " empty text empties.")
          .effect(Effect.OVERWRITE)
          .takes(
              TASK,
              WORKFLOW_OPTIONAL,
              DESCRIPTION,
              NEW_NAME,
              HAS_FILE_UPLOADS,
              IS_PRIVATE,
              SKIP_VALIDATION,
              COLLECTION)
          .gives(STORED)
          .runs(TaskTools::update);

  static final Tool DELETE_TASK =
      Tool.named("delete-task", "Delete a task")
          .in(Toolset.TASKS)
          .about("Deletes a task for good.")
          .effect(Effect.DESTROY)
          .takes(TASK, COLLECTION)
          .gives(View.of(JsonNode.class).text("task").bool("deleted").required())
          .sends(
              in -> Request.delete("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)),
              (in, reply) ->
                  Result.of(Json.object().put("task", in.get(TASK)).put("deleted", true)));

  static final Tool VALIDATE_WORKFLOW =
      Tool.named("validate-workflow", "Validate a workflow")
          .in(Toolset.TASKS)
          .about(
              "Checks a workflow, or a stored task's, for errors and for the pitfalls that fail"
                  + " silently at run time. Changes nothing.")
          .effect(Effect.READ)
          .takes(WORKFLOW_OPTIONAL, TASK_OPTIONAL, COLLECTION)
          .needsCollection(in -> in.has(TASK_OPTIONAL))
          .gives(WorkflowCheck.VIEW)
          .runs(TaskTools::validate);

  static final List<Tool> ALL =
      List.of(
          TaskLists.LIST_TASKS,
          TaskLists.SEARCH_TASKS,
          GET_TASK,
          CREATE_TASK,
          UPDATE_TASK,
          DELETE_TASK,
          VALIDATE_WORKFLOW);

  private TaskTools() {}

  private static Result show(Args in, Reply reply) {
    JsonNode from = ReplyShapes.object(reply.body());
    String name = Json.text(from, "name").orElse(in.get(TASK));
    ObjectNode data = Json.object().put("name", name);
    Json.text(from, "description").ifPresent(text -> data.put("description", text));
    for (String flag : List.of("has_file_uploads", "is_private")) {
      if (from.path(flag).isBoolean()) {
        data.set(flag, from.path(flag));
      }
    }
    Optional<String> step = in.find(CONFIG_STEP);
    step.ifPresent(text -> data.put("step", text));
    data.put("url", Links.to(in.get(COLLECTION), name));
    ObjectNode again =
        Json.object().put("collection", in.get(COLLECTION)).put("task", in.get(TASK));
    step.ifPresent(text -> again.put("step", text));
    Result result = Result.of(data).atMost(in.get(MAX_BYTES));
    JsonNode shown = step.map(text -> config(from, text)).orElse(from.path("workflow"));
    return shown.isMissingNode()
        ? result
        : result.excerpt(
            new Result.Excerpt(
                step.isPresent() ? "config" : "workflow",
                shown,
                in.get(FROM_CHARACTER),
                offset ->
                    new Next("get-task", again.deepCopy().put("offset", offset), "the rest")));
  }

  private static JsonNode config(JsonNode task, String step) {
    JsonNode configs = task.path("workflow").path("step_configs");
    if (!configs.has(step)) {
      throw new BadArguments(
          "step",
          "The task has no step of that name. It has: "
              + String.join(", ", configs.propertyNames())
              + ".");
    }
    return configs.path(step);
  }

  private static Mono<Result> create(Call call) {
    Args in = call.in();
    List<Finding> warnings = WorkflowCheck.beforeStoring(in.get(WORKFLOW), in.get(SKIP_VALIDATION));
    ObjectNode body = Json.object().put("name", in.get(NAME));
    body.set("workflow", in.get(WORKFLOW));
    fields(in, body);
    return call.send(Request.post("/api/v1/tasks/{}", in.get(COLLECTION)).json(body))
        .map(reply -> stored(in, in.get(NAME), reply, warnings));
  }

  private static Mono<Result> update(Call call) {
    Args in = call.in();
    ObjectNode body = Json.object();
    in.find(NEW_NAME).ifPresent(name -> body.put("name", name));
    List<Finding> warnings =
        in.find(WORKFLOW_OPTIONAL)
            .map(
                workflow -> {
                  body.set("workflow", workflow);
                  return WorkflowCheck.beforeStoring(workflow, in.get(SKIP_VALIDATION));
                })
            .orElseGet(List::of);
    fields(in, body);
    if (body.isEmpty()) {
      throw new BadArguments(
          "workflow",
          "There is nothing to change: give workflow, description, name, has_file_uploads or"
              + " is_private.");
    }
    return call.send(
            Request.put("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)).json(body))
        .map(reply -> stored(in, in.find(NEW_NAME).orElse(in.get(TASK)), reply, warnings));
  }

  private static void fields(Args in, ObjectNode body) {
    in.find(DESCRIPTION).ifPresent(text -> body.put("description", text));
    in.find(HAS_FILE_UPLOADS).ifPresent(flag -> body.put("has_file_uploads", flag));
    in.find(IS_PRIVATE).ifPresent(flag -> body.put("is_private", flag));
  }

  private static Result stored(Args in, String name, Reply reply, List<Finding> warnings) {
    ObjectNode data = TaskSummary.of(in.get(COLLECTION), reply.body());
    data.put("name", Json.text(reply.body(), "name").orElse(name));
    data.put("url", Links.to(in.get(COLLECTION), data.path("name").asString()));
    return Result.of(STORED, new Stored(data, reply.body(), warnings))
        .suggest(
            new Next(
                "run-task-sync",
                Json.object()
                    .put("collection", in.get(COLLECTION))
                    .put("task", data.path("name").asString()),
                "try it"));
  }

  private static Mono<Result> validate(Call call) {
    Args in = call.in();
    if (in.has(WORKFLOW_OPTIONAL) == in.has(TASK_OPTIONAL)) {
      throw new BadArguments("workflow", "Give exactly one of \"workflow\" and \"task\".");
    }
    Mono<JsonNode> workflow =
        in.find(WORKFLOW_OPTIONAL)
            .<Mono<JsonNode>>map(Mono::just)
            .orElseGet(
                () ->
                    call.send(
                            Request.get(
                                    "/api/v1/tasks/{}/{}",
                                    in.get(COLLECTION),
                                    in.find(TASK_OPTIONAL).orElseThrow())
                                .keeping(FieldMask.fields("workflow")))
                        .map(reply -> reply.body().path("workflow")));
    return workflow.flatMap(
        checked ->
            linter(call, checked)
                .map(linter -> new WorkflowCheck(linter.lint(checked)))
                .map(check -> Result.of(WorkflowCheck.VIEW, check)));
  }

  /** A linter that knows, beside its own activities, those that Jetty lists. */
  private static Mono<Linter> linter(Call call, JsonNode workflow) {
    if (Linter.unknownActivities(workflow).isEmpty()) {
      return Mono.just(new Linter());
    }
    FieldMask each = FieldMask.fields("activity_name", "name");
    FieldMask names = each.with("templates", each);
    return call.send(Request.get("/api/v1/step-templates").keeping(names))
        .map(
            reply ->
                new Linter(
                    Json.list(reply.body(), "templates").orElseGet(Json::array).values().stream()
                        .flatMap(
                            template ->
                                Json.text(template, "activity_name")
                                    .or(() -> Json.text(template, "name"))
                                    .stream())
                        .toList()))
        .onErrorReturn(Failure.class, new Linter());
  }
}
