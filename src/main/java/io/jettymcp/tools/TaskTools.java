package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.DESCRIPTION;
import static io.jettymcp.runs.RunSignatures.HAS_FILE_UPLOADS;
import static io.jettymcp.runs.RunSignatures.IS_PRIVATE;
import static io.jettymcp.runs.RunSignatures.SKIP_VALIDATION;
import static io.jettymcp.runs.RunSignatures.WORKFLOW;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.ui.UiView;
import io.jettymcp.workflow.Linter;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the tools about tasks: workflows that are stored in a collection. */
final class TaskTools {
  static final Param<String> QUERY = Param.text("query", "Words").anyWord().required();
  static final Param<String> NAME = Param.name("name", "New name").required();
  static final Param<ObjectNode> WORKFLOW_REQUIRED =
      Param.object(
              "workflow",
              "E.g. {\"init_params\":{\"text\":\"hi\"},\"step_configs\":{\"echo\":{\"activity\":\"text_echo\","
                  + "\"text_path\":\"init_params.text\"}},\"steps\":[\"echo\"]}")
          .emptyIsValue()
          .required();

  static final Tool LIST_TASKS =
      Tool.named("list-tasks", "List tasks")
          .in(Toolset.TASKS)
          .about(
              "Lists the tasks (stored workflows) of a collection with their steps. get-task shows"
                  + " one in full, run-task runs it.")
          .effect(Effect.READ)
          .takes(LIMIT, OFFSET, COLLECTION)
          .gives(TaskTools::listed)
          .runs(TaskTools::list);

  static final Tool SEARCH_TASKS =
      Tool.named("search-tasks", "Search tasks")
          .in(Toolset.TASKS)
          .about("Finds tasks by words in name, description, steps, activities or models.")
          .effect(Effect.READ)
          .takes(QUERY, LIMIT, OFFSET, COLLECTION)
          .gives(TaskTools::listed)
          .runs(TaskSearch::search);

  static final Tool GET_TASK =
      Tool.named(RunSignatures.GET_TASK, "Show a task")
          .in(Toolset.TASKS)
          .about(
              "Shows a task with its workflow, or one step's config; find returns the paths for"
                  + " update-task.")
          .effect(Effect.READ)
          .shownIn(UiView.WORKFLOW)
          .gives(() -> TaskReading.VIEW)
          .draws(TaskReading::diagram)
          .runs(TaskReading::show);

  static final Tool CREATE_TASK =
      Tool.named("create-task", "Create a task")
          .in(Toolset.TASKS)
          .about(
              "Stores a workflow as a new task, unless it would fail for certain; doubts come back"
                  + " as warnings. Then try it with run-task-sync.")
          .effect(Effect.ADD)
          .takes(
              NAME,
              WORKFLOW_REQUIRED,
              DESCRIPTION,
              HAS_FILE_UPLOADS,
              IS_PRIVATE,
              SKIP_VALIDATION,
              COLLECTION)
          .shownIn(UiView.WORKFLOW)
          .gives(() -> TaskChange.Stored.VIEW)
          .runs(TaskChange::create);

  static final Tool UPDATE_TASK =
      Tool.named(RunSignatures.UPDATE_TASK, "Update a task")
          .in(Toolset.TASKS)
          .about(
              "Changes a task: single values by changes (index = length appends), or all of its"
                  + " workflow. Hidden values that come back as shown stay as stored; an empty"
                  + " string clears a field.")
          .effect(Effect.OVERWRITE)
          .shownIn(UiView.WORKFLOW)
          .gives(() -> TaskUpdate.VIEW)
          .runs(TaskUpdate::update);

  static final Tool DELETE_TASK =
      Tool.named("delete-task", "Delete a task")
          .in(Toolset.TASKS)
          .about("Permanently deletes a task.")
          .effect(Effect.DESTROY)
          .takes(TASK, COLLECTION)
          .gives(TaskTools::deleted)
          .sends(
              in -> Request.delete("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)),
              (in, reply) -> Result.of(deleted(), in));

  static final Tool VALIDATE_WORKFLOW =
      Tool.named("validate-workflow", "Validate a workflow")
          .in(Toolset.TASKS)
          .about(
              "Checks a workflow, or a stored task's, for errors and for the pitfalls that fail"
                  + " silently at run time. Give workflow or task.")
          .effect(Effect.READ)
          .takes(WORKFLOW, TASK_OPTIONAL, COLLECTION)
          .needsCollection(in -> in.has(TASK_OPTIONAL))
          .shownIn(UiView.WORKFLOW)
          .gives(() -> WorkflowCheck.VIEW)
          .runs(TaskTools::validate);

  static final List<Tool> ALL =
      List.of(
          LIST_TASKS,
          SEARCH_TASKS,
          GET_TASK,
          CREATE_TASK,
          UPDATE_TASK,
          DELETE_TASK,
          VALIDATE_WORKFLOW);

  private TaskTools() {}

  private static View<?> listed() {
    return ListPage.view("tasks", TaskSummary.VIEW);
  }

  private static View<Args> deleted() {
    return View.of(Args.class)
        .text("task", in -> in.get(TASK))
        .bool("deleted", in -> true)
        .required();
  }

  private static Mono<Result> list(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    return ListPage.read(call, TaskSearch.tasks(collection), in.get(OFFSET), in.get(LIMIT))
        .map(rows -> rows.map(task -> new TaskSummary(collection, "", task)))
        .map(
            rows ->
                rows.result(
                    TaskSummary.VIEW,
                    "tasks",
                    LIST_TASKS.signature().with(COLLECTION, collection)));
  }

  private static Mono<Result> validate(Call call) {
    Args in = call.in();
    if (in.has(WORKFLOW) == in.has(TASK_OPTIONAL)) {
      throw new BadArguments("workflow", "Give exactly one of \"workflow\" and \"task\".");
    }
    Mono<JsonNode> workflow =
        in.find(WORKFLOW)
            .<Mono<JsonNode>>map(Mono::just)
            .orElseGet(
                () ->
                    call.send(
                            new TaskRef(in.get(COLLECTION), in.find(TASK_OPTIONAL).orElseThrow())
                                .fetch()
                                .fields(FieldMask.fields("workflow")))
                        .map(reply -> reply.body().path("workflow")));
    // Findings quote the workflow, and a quote is cut.
    return workflow.flatMap(
        checked ->
            call.shown(checked)
                .flatMap(
                    shown ->
                        linter(call, checked)
                            .map(linter -> WorkflowCheck.of(linter, checked, shown))
                            .map(check -> Result.of(WorkflowCheck.VIEW, check))));
  }

  /** Returns a linter that knows, besides its own activities, those that Jetty lists. */
  private static Mono<Linter> linter(Call call, JsonNode workflow) {
    if (Linter.unknownActivities(workflow).isEmpty()) {
      return Mono.just(new Linter());
    }
    FieldMask each = FieldMask.fields("activity_name", "name");
    FieldMask names = each.with("templates", each);
    return call.send(Request.get("/api/v1/step-templates").fields(names))
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
