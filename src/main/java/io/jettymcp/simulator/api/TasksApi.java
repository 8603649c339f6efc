package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.RequestFields;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.Task;
import io.jettymcp.simulator.model.TaskDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks. The path of the list ends with a slash, that of creating one does not. */
final class TasksApi {
  private static final int MAX_PAGE = 500;

  private final SimulatedJetty jetty;
  private final ResourceLookup lookup;
  private final boolean search;

  TasksApi(SimulatedJetty jetty, ResourceLookup lookup, boolean search) {
    this.jetty = jetty;
    this.lookup = lookup;
    this.search = search;
  }

  List<Route> routes() {
    String one = "/api/v1/tasks/{c}/{t}";
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/api/v1/tasks/{c}/", RouteAccess.TOKEN, this::list));
    routes.add(Route.json("POST", "/api/v1/tasks/{c}", RouteAccess.TOKEN, this::create));
    if (search) {
      routes.add(Route.get("/api/v1/tasks/{c}/search", RouteAccess.TOKEN, this::search));
    }
    routes.add(Route.get(one, RouteAccess.OPTIONAL, this::get));
    routes.add(Route.json("PUT", one, RouteAccess.TOKEN, this::update));
    routes.add(Route.delete(one, RouteAccess.TOKEN, this::delete));
    return routes;
  }

  private ApiResponse list(ApiCall call) {
    Page page = Page.of(call, MAX_PAGE);
    return list(page.of(List.copyOf(lookup.collection(call).tasks())));
  }

  private ApiResponse search(ApiCall call) {
    SimulatedCollection collection = lookup.collection(call);
    String query = call.query().queryString("q").toLowerCase(Locale.ROOT);
    return list(collection.tasks().stream().filter(task -> task.matches(query)).toList());
  }

  private static ApiResponse list(List<Task> tasks) {
    ArrayNode list = Json.array();
    tasks.forEach(task -> list.add(task.listed()));
    return ApiResponse.ok(list);
  }

  /** A missing task is not found, also in a collection that the caller may not see. */
  private ApiResponse get(ApiCall call) {
    Task task = ResourceLookup.task(jetty.collection(call.param("c")), call);
    if (task.details().isPrivate()) {
      ResourceLookup.requireVisible(call.caller(), task.collection());
    }
    return ApiResponse.ok(task.fetched());
  }

  private ApiResponse create(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    RequestFields fields = call.fields();
    String name = fields.string("name");
    ObjectNode workflow = fields.object("workflow");
    TaskDetails details = details(fields, TaskDetails.DEFAULT);
    fields.throwIfInvalid();
    refuseDuplicate(collection, name, null);
    Task task = new Task(jetty.nextId(), collection, name, workflow, call.now());
    task.update(details, call.now());
    collection.add(task);
    return ApiResponse.json(201, task.fetched());
  }

  /** A PUT that is partial: it changes only what it sends. */
  private ApiResponse update(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    Task task = ResourceLookup.task(collection, call);
    RequestFields fields = call.fields();
    String name = fields.stringOrNull("name");
    ObjectNode workflow = fields.objectOrNull("workflow");
    TaskDetails details = details(fields, task.details());
    fields.throwIfInvalid();
    if (name != null) {
      refuseDuplicate(collection, name, task);
      collection.rename(task, name);
    }
    if (workflow != null) {
      task.replaceWorkflow(workflow);
    }
    task.update(details, call.now());
    return ApiResponse.ok(task.fetched());
  }

  private static TaskDetails details(RequestFields fields, TaskDetails old) {
    return new TaskDetails(
        fields.has("description") ? fields.stringOrNull("description") : old.description(),
        fields.has("version") ? fields.stringOrNull("version") : old.version(),
        fields.bool("has_file_uploads", old.hasFileUploads()),
        fields.bool("is_private", old.isPrivate()),
        fields.has("croissant_metadata")
            ? fields.node("croissant_metadata")
            : old.croissantMetadata());
  }

  private ApiResponse delete(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    Task task = collection.task(call.param("t"));
    if (task == null) {
      throw ApiError.notFound("Task not found");
    }
    collection.remove(task);
    return ApiResponse.ok(Json.object().put("message", "Task deleted successfully"));
  }

  private static void refuseDuplicate(
      SimulatedCollection collection, String name, @Nullable Task itself) {
    Task taken = collection.task(name);
    if (taken != null && taken != itself) {
      throw ApiError.of(
          400,
          "Task with name '%s' already exists in collection '%s'"
              .formatted(name, collection.name()));
    }
  }
}
