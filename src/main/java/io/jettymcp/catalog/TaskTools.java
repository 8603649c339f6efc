package io.jettymcp.catalog;

import static io.jettymcp.catalog.Words.COLLECTION;
import static io.jettymcp.catalog.Words.FROM_CHARACTER;
import static io.jettymcp.catalog.Words.LIMIT;
import static io.jettymcp.catalog.Words.MAX_BYTES;
import static io.jettymcp.catalog.Words.OFFSET;
import static io.jettymcp.catalog.Words.TASK;
import static io.jettymcp.catalog.Words.TASK_OPTIONAL;

import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.BadArguments;
import io.jettymcp.api.Failure.Refused;
import io.jettymcp.api.Keep;
import io.jettymcp.api.Reply;
import io.jettymcp.api.Request;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import io.jettymcp.workflow.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks: workflows that are stored in a collection. */
final class TaskTools {
  private static final Param<String> QUERY = Param.text("query", "").required();
  private static final Param<String> STEP = Param.text("step", "Only this step's config");
  private static final Param<String> NAME = Param.name("name", "").required();
  private static final Param<String> NEW_NAME = Param.name("name", "New name");
  private static final Param<ObjectNode> WORKFLOW =
      Param.object("workflow", "{init_params, step_configs, steps}").required();
  private static final Param<ObjectNode> WORKFLOW_OPTIONAL = Param.object("workflow", "");
  private static final Param<String> DESCRIPTION = Param.text("description", "");
  private static final Param<Boolean> HAS_FILE_UPLOADS = Param.flag("has_file_uploads", "");
  private static final Param<Boolean> IS_PRIVATE = Param.flag("is_private", "");
  private static final Param<Boolean> SKIP_VALIDATION =
      Param.flag("skip_validation", "Store it despite errors").or(false);

  /** What lists need of a task; whole workflows stay on the wire. */
  private static final Keep BRIEF =
      Keep.fields("name", "description", "has_file_uploads")
          .with(
              "workflow",
              Keep.fields("steps").with("step_configs", Keep.each(Keep.fields("activity"))));

  private static final View.ObjectView TASK_VIEW =
      View.object(
          View.text("name", ""),
          View.text("description", "", 300),
          View.list("steps", "", View.object(View.text("name", ""), View.text("activity", ""))),
          View.flag("has_file_uploads", ""),
          View.text("url", ""));

  private static final View.ObjectView STORED =
      TASK_VIEW.and(View.flag("is_private", ""), View.list("warnings", "", WorkflowCheck.FINDING));

  private static final View.ObjectView LIST =
      View.object(
          View.list("tasks", "", TASK_VIEW).alwaysThere(),
          View.whole("returned", "").alwaysThere(),
          View.flag("has_more", "").alwaysThere());

  static final Tool LIST_TASKS =
      Tool.named("list-tasks", "List tasks")
          .in(Toolset.TASKS)
          .about(
              "Lists the tasks (stored workflows) of a collection with their steps. get-task shows"
                  + " one whole, run-task runs it.")
          .effect(Effect.READ)
          .takes(LIMIT, OFFSET, COLLECTION)
          .gives(LIST)
          .runs(TaskTools::list);

  static final Tool SEARCH_TASKS =
      Tool.named("search-tasks", "Search tasks")
          .in(Toolset.TASKS)
          .about("Finds tasks of a collection by words in name, description, steps or activities.")
          .effect(Effect.READ)
          .takes(QUERY, LIMIT, COLLECTION)
          .gives(LIST)
          .runs(TaskTools::search);

  static final Tool GET_TASK =
      Tool.named("get-task", "Show a task")
          .in(Toolset.TASKS)
          .about("Shows a task with its workflow, or one step's config. Use it before update-task.")
          .effect(Effect.READ)
          .takes(TASK, STEP, FROM_CHARACTER, MAX_BYTES, COLLECTION)
          .gives(
              View.object(
                  View.text("name", "").alwaysThere(),
                  View.text("description", ""),
                  View.text("step", ""),
                  View.flag("has_file_uploads", ""),
                  View.flag("is_private", ""),
                  View.any("workflow", "Whole"),
                  View.any("config", "Whole"),
                  View.text("workflow_text", "A piece of it"),
                  View.text("config_text", "A piece of it"),
                  View.whole("offset", ""),
                  View.whole("next_offset", ""),
                  View.whole("total_characters", ""),
                  View.text("url", "")))
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
          .gives(View.object(View.text("task", ""), View.flag("deleted", "").alwaysThere()))
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
          .gives(
              View.object(
                  View.flag("valid", "No errors").alwaysThere(),
                  View.list("errors", "", WorkflowCheck.FINDING).alwaysThere(),
                  View.list("warnings", "", WorkflowCheck.FINDING).alwaysThere()))
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

  private static Request tasks(String collection) {
    return Request.get("/api/v1/tasks/{}/", collection).keeping(BRIEF);
  }

  private static Mono<Result> list(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    return Rows.read(call, tasks(collection), in.get(OFFSET), in.get(LIMIT))
        .map(
            rows ->
                rows.result(
                    "tasks",
                    task -> brief(collection, task),
                    "list-tasks",
                    Json.object().put("collection", collection),
                    in.get(OFFSET),
                    in.get(LIMIT)));
  }

  /** Jetty's own search where it has one, else the whole list filtered here. */
  private static Mono<Result> search(Call call) {
    String collection = call.in().get(COLLECTION);
    String query = call.in().get(QUERY).strip();
    if (query.isEmpty()) {
      throw new BadArguments("query", "\"query\" must not be empty; list-tasks lists all tasks.");
    }
    int limit = call.in().get(LIMIT);
    return call.send(
            Request.get("/api/v1/tasks/{}/search", collection).query("q", query).keeping(HITS))
        .onErrorResume(Refused.class, e -> Mono.just(new Reply(200, Json.object())))
        .flatMap(
            reply ->
                Json.list(reply.body(), "tasks", "results", "hits")
                    .map(hits -> Mono.just(new Rows(List.copyOf(hits.values()), false)))
                    .orElseGet(
                        () -> Rows.all(call, tasks(collection)).map(rows -> matching(rows, query))))
        .map(
            rows -> {
              ArrayNode shown = Json.array();
              rows.items().stream()
                  .limit(limit)
                  .forEach(task -> shown.add(brief(collection, task)));
              ObjectNode data = Json.object();
              data.set("tasks", shown);
              return Result.of(data)
                  .paged(
                      new Result.Page(
                          "tasks",
                          rows.more() || rows.items().size() > limit,
                          after ->
                              new Next(
                                  "search-tasks",
                                  Json.object()
                                      .put("collection", collection)
                                      .put("query", query)
                                      .put("limit", Math.min(100, limit * 2)),
                                  "more hits; or use a narrower query")));
            });
  }

  private static final Keep HITS =
      new Keep(false, BRIEF.fields(), null)
          .with("tasks", BRIEF)
          .with("results", BRIEF)
          .with("hits", BRIEF);

  private static Rows matching(Rows rows, String query) {
    List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\s+"));
    return new Rows(
        rows.items().stream()
            .filter(
                task -> {
                  String text = task.toString().toLowerCase(Locale.ROOT);
                  return words.stream().allMatch(text::contains);
                })
            .toList(),
        rows.more());
  }

  private static ObjectNode brief(String collection, JsonNode from) {
    ObjectNode task = Json.object();
    Optional<String> name = Json.text(from, "name");
    name.ifPresent(text -> task.put("name", text));
    Json.text(from, "description").ifPresent(text -> task.put("description", text));
    JsonNode workflow = from.path("workflow");
    ArrayNode steps = Json.array();
    for (JsonNode step : Json.list(workflow.path("steps")).orElseGet(Json::array)) {
      ObjectNode shown = Json.object().put("name", step.asString(""));
      Json.text(workflow.path("step_configs").path(step.asString("")), "activity")
          .ifPresent(activity -> shown.put("activity", activity));
      steps.add(shown);
    }
    task.set("steps", steps);
    if (from.path("has_file_uploads").isBoolean()) {
      task.set("has_file_uploads", from.path("has_file_uploads"));
    }
    name.ifPresent(text -> task.put("url", Links.to(collection, text)));
    return task;
  }

  private static Result show(Args in, Reply reply) {
    JsonNode from = reply.body();
    String name = Json.text(from, "name").orElse(in.get(TASK));
    ObjectNode data = Json.object().put("name", name);
    Json.text(from, "description").ifPresent(text -> data.put("description", text));
    for (String flag : List.of("has_file_uploads", "is_private")) {
      if (from.path(flag).isBoolean()) {
        data.set(flag, from.path(flag));
      }
    }
    Optional<String> step = in.find(STEP);
    step.ifPresent(text -> data.put("step", text));
    data.put("url", Links.to(in.get(COLLECTION), name));
    ObjectNode again =
        Json.object().put("collection", in.get(COLLECTION)).put("task", in.get(TASK));
    step.ifPresent(text -> again.put("step", text));
    return Result.of(data)
        .atMost(in.get(MAX_BYTES))
        .excerpt(
            new Result.Excerpt(
                step.isPresent() ? "config" : "workflow",
                step.map(text -> config(from, text)).orElse(from.path("workflow")),
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
    ArrayNode warnings = WorkflowCheck.beforeStoring(in.get(WORKFLOW), in.get(SKIP_VALIDATION));
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
    ArrayNode warnings =
        in.find(WORKFLOW_OPTIONAL)
            .map(
                workflow -> {
                  body.set("workflow", workflow);
                  return WorkflowCheck.beforeStoring(workflow, in.get(SKIP_VALIDATION));
                })
            .orElseGet(Json::array);
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

  private static Result stored(Args in, String name, Reply reply, ArrayNode warnings) {
    ObjectNode data = brief(in.get(COLLECTION), reply.body());
    data.put("name", Json.text(reply.body(), "name").orElse(name));
    data.put("url", Links.to(in.get(COLLECTION), data.path("name").asString()));
    if (reply.body().path("is_private").isBoolean()) {
      data.set("is_private", reply.body().path("is_private"));
    }
    data.set("warnings", warnings);
    return Result.of(data)
        .then(
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
                                .keeping(Keep.fields("workflow")))
                        .map(reply -> reply.body().path("workflow")));
    return workflow.flatMap(
        checked ->
            linter(call, checked)
                .map(
                    linter -> {
                      List<Finding> findings = linter.lint(checked);
                      ArrayNode errors = WorkflowCheck.describe(findings, Severity.ERROR);
                      ObjectNode data = Json.object().put("valid", errors.isEmpty());
                      data.set("errors", errors);
                      data.set("warnings", WorkflowCheck.describe(findings, Severity.WARNING));
                      return Result.of(data);
                    }));
  }

  /** A linter that knows, beside its own activities, those that Jetty lists. */
  private static Mono<Linter> linter(Call call, JsonNode workflow) {
    if (Linter.unknownActivities(workflow).isEmpty()) {
      return Mono.just(new Linter());
    }
    Keep names = Keep.only().with("templates", Keep.fields("activity_name", "name"));
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
