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
  private static final int LARGEST_PAGE = 500;

  private final Jetty jetty;
  private final boolean search;

  TasksApi(Jetty jetty, boolean search) {
    this.jetty = jetty;
    this.search = search;
  }

  List<Route> routes() {
    String one = "/api/v1/tasks/{c}/{t}";
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/api/v1/tasks/{c}/", Access.TOKEN, this::list));
    routes.add(Route.json("POST", "/api/v1/tasks/{c}", Access.TOKEN, this::create));
    if (search) {
      routes.add(Route.get("/api/v1/tasks/{c}/search", Access.TOKEN, this::find));
    }
    routes.add(Route.get(one, Access.OPTIONAL, this::get));
    routes.add(Route.json("PUT", one, Access.TOKEN, this::update));
    routes.add(Route.delete(one, Access.TOKEN, this::delete));
    return routes;
  }

  private Answer list(Call call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, 0, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, 1, LARGEST_PAGE);
    paging.check();
    List<Task> all = List.copyOf(jetty.entered(call).tasks());
    return listed(Paging.cut(all, skip, limit));
  }

  private Answer find(Call call) {
    Holdings collection = jetty.entered(call);
    String query = call.query("q");
    if (query == null) {
      Findings findings = new Findings();
      findings.missing(List.of("query", "q"), Json.NULL);
      throw findings.refusal();
    }
    String wanted = query.toLowerCase(Locale.ROOT);
    return listed(collection.tasks().stream().filter(task -> task.mentions(wanted)).toList());
  }

  private static Answer listed(List<Task> tasks) {
    ArrayNode list = Json.array();
    tasks.forEach(task -> list.add(task.listed()));
    return Answer.ok(list);
  }

  /** Whether there is such a task is told before whether the caller may see it. */
  private Answer get(Call call) {
    Holdings collection = jetty.collection(call.param("c"));
    Task task = collection == null ? null : collection.task(call.param("t"));
    if (task == null) {
      throw Jetty.noTask(call);
    }
    if (task.isPrivate()) {
      call.caller().enter(task.collection());
    }
    return Answer.ok(task.fetched());
  }

  private Answer create(Call call) {
    Holdings collection = jetty.changed(call);
    Fields fields = call.fields();
    String name = fields.text("name");
    ObjectNode workflow = fields.object("workflow");
    Task task = new Task(jetty.nextId(), collection, name, workflow, call.now());
    task.update(fields, call.now());
    fields.check();
    refuseDuplicate(collection, name, null);
    collection.add(task);
    return Answer.of(201, task.fetched());
  }

  /** A PUT that is partial: what is not sent stays. */
  private Answer update(Call call) {
    Holdings collection = jetty.changed(call);
    Task task = Jetty.task(collection, call);
    Fields fields = call.fields();
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
    return Answer.ok(task.fetched());
  }

  private Answer delete(Call call) {
    Holdings collection = jetty.changed(call);
    Task task = collection.task(call.param("t"));
    if (task == null) {
      throw Refused.notFound("Task not found");
    }
    collection.remove(task);
    return Answer.ok(Json.object().put("message", "Task deleted successfully"));
  }

  private static void refuseDuplicate(Holdings collection, String name, @Nullable Task itself) {
    Task taken = collection.task(name);
    if (taken != null && taken != itself) {
      throw Refused.with(
          400,
          "Task with name '%s' already exists in collection '%s'"
              .formatted(name, collection.name()));
    }
  }
}
