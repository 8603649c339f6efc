package io.jettymcp.tools;

import static io.jettymcp.runs.RunStart.SECRET_ENV;
import static io.jettymcp.runs.RunStart.SECRET_PARAMS;
import static io.jettymcp.runs.RunStart.WEBHOOK_SECRET;
import static io.jettymcp.runs.RunStart.WEBHOOK_URL;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tools.CadenceParams.CADENCE;
import static io.jettymcp.tools.CadenceParams.DAY;
import static io.jettymcp.tools.CadenceParams.HOUR;
import static io.jettymcp.tools.CadenceParams.MINUTE;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Cadence;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Routines: tasks that run on a schedule. */
final class RoutineTools {
  private static final Param<String> CADENCE_REQUIRED = CADENCE.required();
  static final Param<ObjectNode> OVERRIDES =
      Param.object("init_params_overrides", "Merged over the task's init_params");
  static final Param<Boolean> PAUSED = Param.bool("paused", "");

  static final View<JsonNode> ROUTINE =
      RoutineLists.ROW.and(
          View.of(JsonNode.class)
              .nested(
                  "schedule",
                  View.of(JsonNode.class)
                      .text("type")
                      .integer("hour_utc")
                      .integer("minute_utc")
                      .text("day_of_week"))
              .describedAs("As Jetty keeps it")
              .any("init_params_overrides")
              .text("webhook_url")
              .texts("next_firings")
              .describedAs("UTC")
              .integer("id")
              .text("url")
              .describedAs("The task"));

  static final Tool GET_ROUTINE =
      Tool.named("get-routine", "Show a routine")
          .in(Toolset.ROUTINES)
          .about("Shows a routine with its next firing times; secrets stay hidden.")
          .effect(Effect.READ)
          .takes(TASK, CommonParams.ROUTINE, COLLECTION)
          .gives(ROUTINE)
          .runs(RoutineTools::show);

  static final Tool CREATE_ROUTINE =
      Tool.named("create-routine", "Create a routine")
          .in(Toolset.ROUTINES)
          .about(
              "Schedules a task. All times are UTC; there are no cron expressions. run-routine-now"
                  + " tries it.")
          .effect(Effect.ADD)
          .takes(
              TASK,
              CommonParams.ROUTINE,
              CADENCE_REQUIRED,
              HOUR,
              MINUTE,
              DAY,
              OVERRIDES,
              SECRET_PARAMS,
              SECRET_ENV,
              PAUSED,
              WEBHOOK_URL,
              WEBHOOK_SECRET,
              COLLECTION)
          .gives(ROUTINE)
          .runs(call -> RoutineChange.create(call, CADENCE_REQUIRED));

  static final Tool UPDATE_ROUTINE =
      Tool.named("update-routine", "Update a routine")
          .in(Toolset.ROUTINES)
          .about(
              "Changes a routine; what is not given stays. A cadence replaces the old one whole.")
          .effect(Effect.OVERWRITE)
          .takes(
              TASK,
              CommonParams.ROUTINE,
              CADENCE,
              HOUR,
              MINUTE,
              DAY,
              OVERRIDES,
              SECRET_PARAMS,
              SECRET_ENV,
              PAUSED,
              WEBHOOK_URL,
              WEBHOOK_SECRET,
              COLLECTION)
          .gives(ROUTINE)
          .runs(RoutineChange::update);

  static final Tool DELETE_ROUTINE =
      Tool.named("delete-routine", "Delete a routine")
          .in(Toolset.ROUTINES)
          .about("Deletes a routine for good; pause-routine only stops it.")
          .effect(Effect.DESTROY)
          .takes(TASK, CommonParams.ROUTINE, COLLECTION)
          .gives(View.of(JsonNode.class).text("name").text("task").bool("deleted").required())
          .sends(
              in -> routine(in, Request.Method.DELETE, ""),
              (in, reply) ->
                  Result.of(
                      Json.object()
                          .put("name", in.get(CommonParams.ROUTINE))
                          .put("task", in.get(TASK))
                          .put("deleted", true)));

  static final Tool PAUSE_ROUTINE =
      Tool.named("pause-routine", "Pause a routine")
          .in(Toolset.ROUTINES)
          .about("Stops a routine from firing until resume-routine.")
          .effect(Effect.OVERWRITE)
          .takes(TASK, CommonParams.ROUTINE, COLLECTION)
          .gives(ROUTINE)
          .runs(call -> change(call, routine(call.in(), Request.Method.POST, "/pause")));

  static final Tool RESUME_ROUTINE =
      Tool.named("resume-routine", "Resume a routine")
          .in(Toolset.ROUTINES)
          .about("Lets a paused routine fire again. Missed firings are not made up.")
          .effect(Effect.OVERWRITE)
          .takes(TASK, CommonParams.ROUTINE, COLLECTION)
          .gives(ROUTINE)
          .runs(call -> change(call, routine(call.in(), Request.Method.POST, "/resume")));

  static final Tool RUN_ROUTINE_NOW =
      Tool.named("run-routine-now", "Run a routine now")
          .in(Toolset.ROUTINES)
          .about(
              "Starts a routine's run at once, with its own inputs. wait-for-run then follows it.")
          .effect(Effect.ADD)
          .takes(TASK, CommonParams.ROUTINE, COLLECTION)
          .gives(StartedRun.VIEW)
          .runs(RoutineTools::runNow);

  static final List<Tool> ALL =
      List.of(
          RoutineLists.LIST_ROUTINES,
          GET_ROUTINE,
          CREATE_ROUTINE,
          UPDATE_ROUTINE,
          DELETE_ROUTINE,
          PAUSE_ROUTINE,
          RESUME_ROUTINE,
          RUN_ROUTINE_NOW,
          RoutineLists.LIST_ROUTINE_RUNS);

  private RoutineTools() {}

  /** A request about one routine. */
  static Request routine(Args in, Request.Method method, String action) {
    String template = "/api/v1/routines/{}/{}/{}" + action;
    String[] names = {in.get(COLLECTION), in.get(TASK), in.get(CommonParams.ROUTINE)};
    return switch (method) {
      case GET -> Request.get(template, names);
      case POST -> Request.post(template, names);
      case PATCH -> Request.patch(template, names);
      case PUT -> Request.put(template, names);
      case DELETE -> Request.delete(template, names);
    };
  }

  private static Mono<Result> show(Call call) {
    return call.send(routine(call.in(), Request.Method.GET, ""))
        .map(reply -> Result.of(describe(call, ReplyShapes.object(reply.body()))));
  }

  /** Sends a change and shows the routine, which Jetty's answer to it may or may not hold. */
  static Mono<Result> change(Call call, Request request) {
    return call.send(request)
        .flatMap(
            reply ->
                reply.body().has("cadence")
                    ? Mono.just(reply)
                    : call.send(routine(call.in(), Request.Method.GET, ""))
                        .onErrorReturn(Failure.class, reply))
        .map(reply -> Result.of(describe(call, reply.body())));
  }

  static ObjectNode describe(Call call, JsonNode from) {
    Args in = call.in();
    ObjectNode data = Json.object().put("name", in.get(CommonParams.ROUTINE));
    data.setAll(RoutineLists.row(from, in.get(TASK)));
    data.set("schedule", from.path("cadence"));
    data.set("init_params_overrides", from.path("init_params_overrides"));
    data.set("webhook_url", from.path("webhook_url"));
    data.set("id", from.path("id"));
    if (!from.path("paused").asBoolean(false)) {
      Cadence.parse(from.path("cadence"))
          .ifPresent(
              cadence ->
                  data.set(
                      "next_firings",
                      Json.array(
                          cadence.next(call.clock().instant(), 3).stream()
                              .map(Object::toString)
                              .toList())));
    }
    return data.put("url", Links.to(in.get(COLLECTION), in.get(TASK)));
  }

  private static Mono<Result> runNow(Call call) {
    Args in = call.in();
    return call.send(routine(in, Request.Method.POST, "/run-now").startingRun())
        .map(reply -> StartedRun.read(call, TaskRef.of(in), reply.body(), List.of()))
        .onErrorResume(
            Failure.StillRunning.class,
            e -> Mono.just(StartedRun.unanswered(TaskRef.of(in), List.of())))
        .map(StartedRun::result);
  }
}
