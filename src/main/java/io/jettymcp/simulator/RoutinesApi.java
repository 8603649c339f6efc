package io.jettymcp.simulator;

import io.jettymcp.workflow.Cadence;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nine routes of routines. Where no source tells: creating answers 201, a taken name 409,
 * deleting 200 with {@code ok}.
 */
final class RoutinesApi {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 64;
  private static final int PAGE = 20;
  private static final int MAX_PAGE = 100;

  private final SimulatedJetty jetty;
  private final RunLauncher launcher;

  RoutinesApi(SimulatedJetty jetty, RunLauncher launcher) {
    this.jetty = jetty;
    this.launcher = launcher;
  }

  List<Route> routes() {
    String ofTask = "/api/v1/routines/{c}/{t}";
    String one = ofTask + "/{name}";
    return List.of(
        Route.get("/api/v1/routines/{c}", RouteAccess.TOKEN, this::listAll),
        Route.get(ofTask, RouteAccess.TOKEN, this::list),
        Route.json("POST", ofTask, RouteAccess.TOKEN, this::create),
        Route.get(one, RouteAccess.TOKEN, call -> ApiResponse.ok(routine(call).json())),
        Route.json("PATCH", one, RouteAccess.TOKEN, this::update),
        Route.delete(one, RouteAccess.TOKEN, this::delete),
        Route.post(one + "/pause", RouteAccess.TOKEN, call -> setPaused(call, true)),
        Route.post(one + "/resume", RouteAccess.TOKEN, call -> setPaused(call, false)),
        Route.post(one + "/run-now", RouteAccess.TOKEN, this::runNow),
        Route.get(one + "/runs", RouteAccess.TOKEN, this::runs));
  }

  /** Starts the runs of all routines that are due. */
  void fire(Instant now) {
    for (SimulatedCollection collection : jetty.collections()) {
      for (Task task : collection.tasks()) {
        task.routines().values().forEach(routine -> routine.fire(launcher, now));
      }
    }
  }

  /** A collection of somebody else is not found here, rather than forbidden. */
  private SimulatedCollection collection(ApiCall call) {
    SimulatedCollection collection = jetty.collection(call.param("c"));
    if (collection == null || !call.caller().sees(collection)) {
      throw ApiError.notFound("Collection not found");
    }
    if (!call.incoming().method().equals("GET")) {
      call.caller().mustWrite();
    }
    return collection;
  }

  private Task task(ApiCall call) {
    return SimulatedJetty.task(collection(call), call);
  }

  private Routine routine(ApiCall call) {
    Routine routine = task(call).routines().get(call.param("name"));
    if (routine == null) {
      throw ApiError.notFound("Routine '%s' not found".formatted(call.param("name")));
    }
    return routine;
  }

  private ApiResponse listAll(ApiCall call) {
    ArrayNode list = SimulatorJson.array();
    collection(call).tasks().forEach(task -> add(task, list));
    return ApiResponse.ok(SimulatorJson.object().set("routines", list));
  }

  private ApiResponse list(ApiCall call) {
    ArrayNode list = SimulatorJson.array();
    add(task(call), list);
    return ApiResponse.ok(SimulatorJson.object().set("routines", list));
  }

  private static void add(Task task, ArrayNode list) {
    task.routines().values().forEach(routine -> list.add(routine.json()));
  }

  private ApiResponse create(ApiCall call) {
    Task task = task(call);
    RequestFields fields = call.fields();
    Routine routine = make(jetty.nextId(), task, fields, call.now());
    if (task.routines().containsKey(routine.name())) {
      throw ApiError.with(
          409, "Routine '%s' already exists for task '%s'".formatted(routine.name(), task.name()));
    }
    task.routines().put(routine.name(), routine);
    return ApiResponse.of(201, routine.json());
  }

  /** Checks the fields of a routine and makes it. */
  static Routine make(int id, Task task, RequestFields fields, Instant now) {
    String name = fields.text("name");
    if (fields.raw("name").isString()
        && (name.length() > MAX_NAME_LENGTH || !SLUG.matcher(name).matches())) {
      fields.refuse(
          "string_pattern_mismatch", "name", "String should match pattern '^" + SLUG + "$'");
    }
    Routine routine = new Routine(id, name, task, CadenceFields.read(fields), now);
    check(fields, task);
    routine.update(fields, null, now);
    return routine;
  }

  private ApiResponse update(ApiCall call) {
    Task task = task(call);
    Routine routine = routine(call);
    RequestFields fields = call.fields();
    Cadence cadence = fields.gives("cadence") ? CadenceFields.read(fields) : null;
    check(fields, task);
    routine.update(fields, cadence, call.now());
    return ApiResponse.ok(routine.json());
  }

  /** Unlike a run, a routine may only override what the task declares. */
  private static void check(RequestFields fields, Task task) {
    ObjectNode overrides = fields.objectOrNull("init_params_overrides");
    fields.objectOrNull("secret_params");
    fields.textOrNull("webhook_url");
    fields.textOrNull("webhook_secret");
    fields.flag("paused", false);
    fields.check();
    List<String> unknown = unknown(overrides, task);
    if (!unknown.isEmpty()) {
      throw ApiError.with(
          400,
          "init_params_overrides has keys that task '%s' does not declare: %s"
              .formatted(task.name(), String.join(", ", unknown)));
    }
  }

  private static List<String> unknown(@Nullable ObjectNode overrides, Task task) {
    return overrides == null
        ? List.of()
        : overrides.propertyNames().stream().filter(key -> !task.initParams().has(key)).toList();
  }

  private ApiResponse delete(ApiCall call) {
    Routine routine = routine(call);
    task(call).routines().remove(routine.name());
    return ApiResponse.ok(SimulatorJson.object().put("ok", true));
  }

  private ApiResponse setPaused(ApiCall call, boolean paused) {
    Routine routine = routine(call);
    routine.setPaused(paused, call.now());
    return ApiResponse.ok(routine.json());
  }

  private ApiResponse runNow(ApiCall call) {
    return ApiResponse.ok(RunLauncher.started(routine(call).start(launcher, call.now())));
  }

  private ApiResponse runs(ApiCall call) {
    Paging paging = new Paging(call);
    int limit = paging.number("limit", PAGE, 1, MAX_PAGE);
    paging.check();
    Routine routine = routine(call);
    List<SimulatedRun> runs =
        task(call).collection().runsOf(call.param("t"), call.now()).stream()
            .filter(run -> Integer.valueOf(routine.id()).equals(run.order().routineId()))
            .limit(limit)
            .toList();
    ArrayNode list = TrajectoriesApi.trajectories(runs, call.now());
    return ApiResponse.ok(SimulatorJson.object().set("trajectories", list));
  }
}
