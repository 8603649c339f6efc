package io.jettymcp.tools;

import static io.jettymcp.runs.RunStart.SECRET_ENV;
import static io.jettymcp.runs.RunStart.WEBHOOK_SECRET;
import static io.jettymcp.runs.RunStart.WEBHOOK_URL;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tool.CommonParams.ROUTINE;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;
import static io.jettymcp.tools.CadenceParams.CADENCE;
import static io.jettymcp.tools.CadenceParams.DAY;
import static io.jettymcp.tools.CadenceParams.HOUR;
import static io.jettymcp.tools.CadenceParams.MINUTE;
import static io.jettymcp.tools.LocalTimeParams.AT;
import static io.jettymcp.tools.LocalTimeParams.TIME_ZONE;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunStarter;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the tools about routines: tasks that run on a schedule. */
final class RoutineTools {
  static final Param<String> CADENCE_REQUIRED = CADENCE.required();
  static final Param<ObjectNode> OVERRIDES =
      Param.object("init_params_overrides", "Merged over init_params").emptyIsValue();
  static final Param<Map<String, Secret>> STORED_SECRETS =
      Param.secrets("secret_params", "Secrets, stored encrypted with the routine");
  static final Param<Boolean> PAUSED = Param.bool("paused", "Does not fire");

  /** The parameters that creating and updating a routine share, after the cadence. */
  private static final List<Param<?>> SHARED =
      List.of(
          HOUR,
          MINUTE,
          DAY,
          AT,
          TIME_ZONE,
          OVERRIDES,
          STORED_SECRETS,
          SECRET_ENV,
          PAUSED,
          WEBHOOK_URL,
          WEBHOOK_SECRET,
          COLLECTION);

  static final Tool LIST_ROUTINES =
      Tool.named("list-routines", "List routines")
          .in(Toolset.ROUTINES)
          .about("Lists the routines (schedules) of a collection, or of one task.")
          .effect(Effect.READ)
          .takes(TASK_OPTIONAL, LIMIT, OFFSET, COLLECTION)
          .gives(() -> ListPage.view("routines", Routine.SUMMARY))
          .sends(RoutineTools::all, RoutineTools::list);

  static final Tool GET_ROUTINE =
      Tool.named("get-routine", "Show a routine")
          .in(Toolset.ROUTINES)
          .about("Shows a routine with its next firing times; secrets stay hidden.")
          .effect(Effect.READ)
          .takes(TASK, ROUTINE, COLLECTION)
          .gives(() -> Routine.Details.VIEW)
          .runs(RoutineTools::show);

  static final Tool CREATE_ROUTINE =
      Tool.named("create-routine", "Create a routine")
          .in(Toolset.ROUTINES)
          .about(
              "Schedules runs of a task (no cron): daily, weekdays and weekly need hour_utc, or at and"
                  + " time_zone; weekly also day_of_week.")
          .effect(Effect.ADD)
          .takes(TASK, ROUTINE, CADENCE_REQUIRED)
          .takes(SHARED)
          .gives(() -> Routine.Details.VIEW)
          .runs(RoutineChange::create);

  static final Tool UPDATE_ROUTINE =
      Tool.named("update-routine", "Update a routine")
          .in(Toolset.ROUTINES)
          .about("Changes a routine; omitted fields stay, those of the cadence too.")
          .effect(Effect.OVERWRITE)
          .takes(TASK, ROUTINE, CADENCE)
          .takes(SHARED)
          .gives(() -> Routine.Details.VIEW)
          .runs(RoutineChange::update);

  static final Tool DELETE_ROUTINE =
      Tool.named("delete-routine", "Delete a routine")
          .in(Toolset.ROUTINES)
          .about("Permanently deletes a routine; pause-routine only stops it.")
          .effect(Effect.DESTROY)
          .takes(TASK, ROUTINE, COLLECTION)
          .gives(RoutineTools::deleted)
          .sends(in -> RoutineRef.of(in).delete(), (in, reply) -> Result.of(deleted(), in));

  static final Tool PAUSE_ROUTINE =
      Tool.named("pause-routine", "Pause a routine")
          .in(Toolset.ROUTINES)
          .about("Stops a routine from firing until resume-routine.")
          .effect(Effect.SWITCH)
          .takes(TASK, ROUTINE, COLLECTION)
          .gives(() -> Routine.Details.VIEW)
          .runs(call -> RoutineChange.send(call, RoutineRef.of(call.in()).post("pause")));

  static final Tool RESUME_ROUTINE =
      Tool.named("resume-routine", "Resume a routine")
          .in(Toolset.ROUTINES)
          .about("Lets a paused routine fire again. Missed firings are not made up.")
          .effect(Effect.SWITCH)
          .takes(TASK, ROUTINE, COLLECTION)
          .gives(() -> Routine.Details.VIEW)
          .runs(call -> RoutineChange.send(call, RoutineRef.of(call.in()).post("resume")));

  static final Tool RUN_ROUTINE_NOW =
      Tool.named("run-routine-now", "Run a routine now")
          .in(Toolset.ROUTINES)
          .about("Starts a routine's run at once, with its own inputs; then wait-for-run.")
          .effect(Effect.START)
          .takes(TASK, ROUTINE, COLLECTION)
          .gives(() -> StartedRun.VIEW)
          .runs(RoutineTools::runNow);

  static final Tool LIST_ROUTINE_RUNS =
      Tool.named("list-routine-runs", "List a routine's runs")
          .in(Toolset.ROUTINES)
          .about("Lists the runs that a routine started, newest first.")
          .effect(Effect.READ)
          .takes(TASK, ROUTINE, LIMIT, OFFSET, COLLECTION)
          .gives(() -> ListPage.view("trajectories", Runs.Listed.VIEW))
          .sends(
              in ->
                  RoutineRef.of(in)
                      .runs()
                      .query("limit", wanted(in))
                      .fields(
                          Runs.LISTED
                              .with("trajectories", Runs.LISTED)
                              .with("has_more", FieldMask.ALL)),
              RoutineTools::runs);

  static final List<Tool> ALL =
      List.of(
          LIST_ROUTINES,
          GET_ROUTINE,
          CREATE_ROUTINE,
          UPDATE_ROUTINE,
          DELETE_ROUTINE,
          PAUSE_ROUTINE,
          RESUME_ROUTINE,
          RUN_ROUTINE_NOW,
          LIST_ROUTINE_RUNS);

  private RoutineTools() {}

  private static View<Args> deleted() {
    return View.of(Args.class)
        .text("name", in -> in.get(ROUTINE))
        .text("task", in -> in.get(TASK))
        .bool("deleted", in -> true)
        .required();
  }

  private static Request all(Args in) {
    return in.find(TASK_OPTIONAL)
        .map(task -> Request.get("/api/v1/routines/{}/{}", in.get(COLLECTION), task))
        .orElseGet(() -> Request.get("/api/v1/routines/{}", in.get(COLLECTION)));
  }

  private static Result list(Args in, Reply reply) {
    Optional<String> task = in.find(TASK_OPTIONAL);
    Next again = LIST_ROUTINES.signature().with(COLLECTION, in.get(COLLECTION));
    return ListPage.of(ReplyShapes.list(reply.body(), "routines"), false)
        .part(in.get(OFFSET), in.get(LIMIT))
        .map(json -> new Routine("", task.orElse(""), json))
        .result(
            Routine.SUMMARY,
            "routines",
            task.isPresent() ? again.with(TASK_OPTIONAL, task.get()) : again);
  }

  private static Mono<Result> show(Call call) {
    return call.send(RoutineRef.of(call.in()).get())
        .map(
            reply ->
                RoutineChange.shown(
                    call, ReplyShapes.object(reply.body()), Optional.empty(), List.of()));
  }

  private static Mono<Result> runNow(Call call) {
    Args in = call.in();
    TaskRef task = TaskRef.of(in);
    return new RunStarter(call, task, Run::isOfRoutine, List.of())
        .start(RoutineRef.of(in).post("run-now").startingRun())
        .map(StartedRun::result);
  }

  /** Jetty returns the newest runs only, so those to skip are requested as well. */
  private static int wanted(Args in) {
    return in.get(OFFSET) + in.get(LIMIT);
  }

  private static Result runs(Args in, Reply reply) {
    ArrayNode runs = ReplyShapes.list(reply.body(), "trajectories");
    boolean more = reply.body().path("has_more").asBoolean(runs.size() >= wanted(in));
    return ListPage.of(runs, more)
        .part(in.get(OFFSET), in.get(LIMIT))
        .map(run -> new Runs.Listed(TaskRef.of(in), new Run(run)))
        .result(
            Runs.Listed.VIEW,
            "trajectories",
            LIST_ROUTINE_RUNS.signature().with(TaskRef.of(in)).with(ROUTINE, in.get(ROUTINE)));
  }
}
