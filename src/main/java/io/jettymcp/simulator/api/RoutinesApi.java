package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.engine.RoutineScheduler;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.RequestFields;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.RoutineSettings;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRoutine;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import io.jettymcp.workflow.cadence.Cadence;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Routines. Where no source says: creating responds with 201, a taken name with 409, deleting with
 * 200 and {@code ok}.
 */
final class RoutinesApi {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 64;
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final SimulatedJetty jetty;
  private final RoutineScheduler scheduler;

  RoutinesApi(SimulatedJetty jetty, RoutineScheduler scheduler) {
    this.jetty = jetty;
    this.scheduler = scheduler;
  }

  List<Route> routes() {
    String ofTask = "/api/v1/routines/{c}/{t}";
    String one = ofTask + "/{name}";
    return List.of(
        Route.get(
            "/api/v1/routines/{c}", RouteAccess.TOKEN, call -> list(collection(call).tasks())),
        Route.get(ofTask, RouteAccess.TOKEN, call -> list(List.of(task(call)))),
        Route.json("POST", ofTask, RouteAccess.TOKEN, this::create),
        Route.get(one, RouteAccess.TOKEN, call -> ApiResponse.ok(routine(call).json())),
        Route.json("PATCH", one, RouteAccess.TOKEN, this::update),
        Route.delete(one, RouteAccess.TOKEN, this::delete),
        Route.post(one + "/pause", RouteAccess.TOKEN, call -> setPaused(call, true)),
        Route.post(one + "/resume", RouteAccess.TOKEN, call -> setPaused(call, false)),
        Route.post(one + "/run-now", RouteAccess.TOKEN, this::runNow),
        Route.get(one + "/runs", RouteAccess.TOKEN, this::runs));
  }

  /** A collection that the caller may not see is not found here, rather than forbidden. */
  private SimulatedCollection collection(ApiCall call) {
    SimulatedCollection collection = jetty.collection(call.param("c"));
    if (collection == null || !ResourceLookup.isVisible(call.caller(), collection)) {
      throw ApiError.notFound("Collection not found");
    }
    if (!call.request().method().equals("GET")) {
      call.caller().requireWrite();
    }
    return collection;
  }

  private Task task(ApiCall call) {
    return ResourceLookup.task(collection(call), call);
  }

  private SimulatedRoutine routine(ApiCall call) {
    SimulatedRoutine routine = task(call).routines().get(call.param("name"));
    if (routine == null) {
      throw ApiError.notFound("Routine '%s' not found".formatted(call.param("name")));
    }
    return routine;
  }

  private static ApiResponse list(Collection<Task> tasks) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("routines");
    tasks.forEach(task -> task.routines().values().forEach(routine -> list.add(routine.json())));
    return ApiResponse.ok(json);
  }

  private ApiResponse create(ApiCall call) {
    Task task = task(call);
    RequestFields fields = call.fields();
    String name = name(fields);
    Cadence cadence = CadenceFields.read(fields);
    RoutineSettings initial = new RoutineSettings(cadence, Json.object(), Set.of(), false, null);
    RoutineSettings settings = settings(fields, task, initial);
    if (task.routines().containsKey(name)) {
      throw ApiError.of(
          409, "Routine '%s' already exists for task '%s'".formatted(name, task.name()));
    }
    SimulatedRoutine routine =
        new SimulatedRoutine(jetty.nextId(), name, task, settings, call.now());
    task.routines().put(name, routine);
    return ApiResponse.json(201, routine.json());
  }

  private static String name(RequestFields fields) {
    String name = fields.string("name");
    if (fields.node("name").isString()
        && (name.length() > MAX_NAME_LENGTH || !SLUG.matcher(name).matches())) {
      fields.addError(
          "string_pattern_mismatch", "name", "String should match pattern '^" + SLUG + "$'");
    }
    return name;
  }

  /** A PATCH changes only what it sends. */
  private ApiResponse update(ApiCall call) {
    SimulatedRoutine routine = routine(call);
    RequestFields fields = call.fields();
    RoutineSettings old = routine.settings();
    Cadence cadence = fields.isSet("cadence") ? CadenceFields.read(fields) : old.cadence();
    RoutineSettings initial =
        new RoutineSettings(
            cadence, old.initParams(), old.secretNames(), old.paused(), old.webhookUrl());
    routine.update(settings(fields, routine.task(), initial), call.now());
    return ApiResponse.ok(routine.json());
  }

  /** Unlike a run, a routine can only override what the task declares. */
  private static RoutineSettings settings(
      RequestFields fields, Task task, RoutineSettings initial) {
    ObjectNode overrides = fields.objectOrNull("init_params_overrides");
    ObjectNode secrets = fields.objectOrNull("secret_params");
    String webhookUrl =
        fields.has("webhook_url") ? fields.stringOrNull("webhook_url") : initial.webhookUrl();
    fields.stringOrNull("webhook_secret");
    boolean paused = fields.bool("paused", initial.paused());
    fields.throwIfInvalid();
    ObjectNode initParams = overrides == null ? initial.initParams() : overrides;
    List<String> unknown =
        initParams.propertyNames().stream().filter(key -> !task.initParams().has(key)).toList();
    if (overrides != null && !unknown.isEmpty()) {
      throw ApiError.of(
          400,
          "init_params_overrides has keys that task '%s' does not declare: %s"
              .formatted(task.name(), String.join(", ", unknown)));
    }
    return new RoutineSettings(
        initial.cadence(),
        initParams,
        secrets == null ? initial.secretNames() : Set.copyOf(secrets.propertyNames()),
        paused,
        webhookUrl);
  }

  private ApiResponse delete(ApiCall call) {
    SimulatedRoutine routine = routine(call);
    routine.task().routines().remove(routine.name());
    return ApiResponse.ok(Json.object().put("ok", true));
  }

  private ApiResponse setPaused(ApiCall call, boolean paused) {
    SimulatedRoutine routine = routine(call);
    routine.update(routine.settings().withPaused(paused), call.now());
    return ApiResponse.ok(routine.json());
  }

  private ApiResponse runNow(ApiCall call) {
    return ApiResponse.ok(RunsApi.started(scheduler.start(routine(call), call.now())));
  }

  private ApiResponse runs(ApiCall call) {
    RequestFields query = call.query();
    int limit = query.queryInteger("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    query.throwIfInvalid();
    SimulatedRoutine routine = routine(call);
    List<SimulatedRun> runs =
        routine.task().collection().runsOf(call.param("t"), call.now()).stream()
            .filter(run -> Integer.valueOf(routine.id()).equals(run.request().routineId()))
            .limit(limit)
            .toList();
    return ApiResponse.ok(Json.object().set("trajectories", TrajectoryJson.list(runs, call.now())));
  }
}
