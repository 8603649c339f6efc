package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks. The list ends with a slash, creating one does not. */
final class TasksApi {
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 500;

  private final SimulatedJetty jetty;
  private final boolean search;

  TasksApi(SimulatedJetty jetty, boolean search) {
    this.jetty = jetty;
    this.search = search;
  }

  List<Route> routes() {
    String one = "/api/v1/tasks/{c}/{t}";
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/api/v1/tasks/{c}/", RouteAccess.TOKEN, this::list));
    routes.add(Route.json("POST", "/api/v1/tasks/{c}", RouteAccess.TOKEN, this::create));
    if (search) {
      routes.add(Route.get("/api/v1/tasks/{c}/search", RouteAccess.TOKEN, this::find));
    }
    routes.add(Route.get(one, RouteAccess.OPTIONAL, this::get));
    routes.add(Route.json("PUT", one, RouteAccess.TOKEN, this::update));
    routes.add(Route.delete(one, RouteAccess.TOKEN, this::delete));
    return routes;
  }

  private ApiResponse list(ApiCall call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, 0, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, 1, MAX_PAGE);
    paging.check();
    List<Task> all = List.copyOf(jetty.entered(call).tasks());
    return listed(Paging.cut(all, skip, limit));
  }

  private ApiResponse find(ApiCall call) {
    SimulatedCollection collection = jetty.entered(call);
    String query = call.query("q");
    if (query == null) {
      ValidationErrors findings = new ValidationErrors();
      findings.missing(List.of("query", "q"), SimulatorJson.NULL);
      throw findings.refusal();
    }
    String wanted = query.toLowerCase(Locale.ROOT);
    return listed(collection.tasks().stream().filter(task -> task.mentions(wanted)).toList());
  }

  private static ApiResponse listed(List<Task> tasks) {
    ArrayNode list = SimulatorJson.array();
    tasks.forEach(task -> list.add(task.listed()));
    return ApiResponse.ok(list);
  }

  /** Whether there is such a task is told before whether the caller may see it. */
  private ApiResponse get(ApiCall call) {
    SimulatedCollection collection = jetty.collection(call.param("c"));
    Task task = collection == null ? null : collection.task(call.param("t"));
    if (task == null) {
      throw SimulatedJetty.noTask(call);
    }
    if (task.isPrivate()) {
      call.caller().enter(task.collection());
    }
    return ApiResponse.ok(task.fetched());
  }

  private ApiResponse create(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    RequestFields fields = call.fields();
    String name = fields.text("name");
    ObjectNode workflow = fields.object("workflow");
    Task task = new Task(jetty.nextId(), collection, name, workflow, call.now());
    task.update(fields, call.now());
    fields.check();
    refuseDuplicate(collection, name, null);
    collection.add(task);
    return ApiResponse.of(201, task.fetched());
  }

  /** A PUT that is partial: what is not sent stays. */
  private ApiResponse update(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    Task task = SimulatedJetty.task(collection, call);
    RequestFields fields = call.fields();
    String name = fields.textOrNull("name");
    ObjectNode workflow = fields.objectOrNull("workflow");
    fields.textOrNull("description");
    fields.textOrNull("version");
    fields.flag("has_file_uploads", false);
    fields.flag("is_private", true);
    fields.check();
    if (name != null) {
      refuseDuplicate(collection, name, task);
      collection.rename(task, name);
    }
    if (workflow != null) {
      task.replaceWorkflow(workflow);
    }
    task.update(fields, call.now());
    return ApiResponse.ok(task.fetched());
  }

  private ApiResponse delete(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    Task task = collection.task(call.param("t"));
    if (task == null) {
      throw ApiError.notFound("Task not found");
    }
    collection.remove(task);
    return ApiResponse.ok(SimulatorJson.object().put("message", "Task deleted successfully"));
  }

  private static void refuseDuplicate(
      SimulatedCollection collection, String name, @Nullable Task itself) {
    Task taken = collection.task(name);
    if (taken != null && taken != itself) {
      throw ApiError.with(
          400,
          "Task with name '%s' already exists in collection '%s'"
              .formatted(name, collection.name()));
    }
  }
}
