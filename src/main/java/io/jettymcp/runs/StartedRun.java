package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run that was started.
 *
 * @param id the bare id; empty where Jetty did not answer in time
 * @param trial the trial in one line
 * @param inputs the inputs to show, where they are those of an earlier run
 */
public record StartedRun(
    TaskRef task,
    Optional<String> workflowId,
    Optional<String> id,
    String status,
    Optional<String> trial,
    List<String> warnings,
    Optional<String> note,
    Optional<ObjectNode> inputs) {
  /** In characters; get-trajectory shows all of them. */
  static final int MAX_INPUTS = 2_000;

  public static final View<StartedRun> VIEW =
      View.of(StartedRun.class)
          .text("workflow_id", StartedRun::workflowId)
          .text("trajectory_id", StartedRun::id)
          .text("status", StartedRun::status)
          .required()
          .text("trial", StartedRun::trial)
          .describedAs("One line on the trial")
          .texts("warnings", StartedRun::warnings)
          .unlessEmpty()
          .text("note", StartedRun::note)
          .preview("inputs", MAX_INPUTS, StartedRun::inputs)
          .describedAs("As JSON, with those of the run to repeat")
          .text("url", StartedRun::url);

  /** For tools that wait for the end of a run: this one could not be waited for. */
  public static final View<StartedRun> UNFINISHED = VIEW.bool("finished", run -> false);

  public StartedRun {
    warnings = List.copyOf(warnings);
  }

  /** Adds to the warnings that of the trial. */
  public static StartedRun of(
      TaskRef task,
      Optional<String> workflowId,
      Optional<String> id,
      String status,
      Trial trial,
      List<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    trial.warning().ifPresent(all::add);
    return new StartedRun(
        task, workflowId, id, status, trial.line(), all, Optional.empty(), Optional.empty());
  }

  /** Reads the reply to a start, and remembers the run as just started. */
  public static StartedRun read(Call call, TaskRef task, JsonNode reply, List<String> warnings) {
    JsonNode trajectory = reply.path("trajectory");
    Optional<String> workflow = Json.text(reply, "workflow_id");
    Optional<String> id =
        Json.text(trajectory, "trajectory_id")
            .or(() -> Json.text(reply, "trajectory_id"))
            .or(() -> workflow.flatMap(RunRef::idIn))
            .filter(text -> PathSegment.problem(text).isEmpty());
    id.map(task::run).ifPresent(call::started);
    String status = Json.text(trajectory, "status").orElse("pending");
    return of(task, workflow, id, status, new Trial(reply.path("trial")), warnings);
  }

  /** A run that was found where no reply came to its start. */
  static StartedRun found(Call call, TaskRef task, String id, List<String> warnings) {
    call.started(task.run(id));
    return new StartedRun(
        task,
        Optional.empty(),
        Optional.of(id),
        "running",
        Optional.empty(),
        warnings,
        Optional.of(
            "Jetty did not reply to the start; this is the newest run like it since. Do not start"
                + " it again."),
        Optional.empty());
  }

  /** A run that goes on although Jetty's edge gave up on the reply (status 524). */
  public static StartedRun unanswered(TaskRef task, List<String> warnings) {
    return new StartedRun(
        task,
        Optional.empty(),
        Optional.empty(),
        "running",
        Optional.empty(),
        warnings,
        Optional.of(
            "Jetty accepted the run but did not reply in time, and does not list it yet. The run"
                + " continues: it will be the newest run of the task. Do not start it again."),
        Optional.empty());
  }

  /** Returns what only the start says, for the last result of a run that a host follows. */
  public ObjectNode said() {
    ObjectNode said = Json.object();
    if (!warnings.isEmpty()) {
      said.set("warnings", Json.node(warnings));
    }
    trial.ifPresent(line -> said.put("trial", line));
    workflowId.ifPresent(workflow -> said.put("workflow_id", workflow));
    return said;
  }

  /** Makes a run of what {@link #said} returned. */
  public static StartedRun of(TaskRef task, ObjectNode said) {
    return new StartedRun(
        task,
        Json.text(said, "workflow_id"),
        Optional.empty(),
        "running",
        Json.text(said, "trial"),
        said.path("warnings").valueStream().map(warning -> warning.asString("")).toList(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the same run with inputs to show. */
  StartedRun with(Optional<ObjectNode> shown) {
    return new StartedRun(task, workflowId, id, status, trial, warnings, note, shown);
  }

  public Optional<RunRef> ref() {
    return id.map(task::run);
  }

  public Result result() {
    return result(VIEW);
  }

  public Result result(View<StartedRun> view) {
    return Result.of(view, this).suggest(follow());
  }

  /** Suggests the call that waits for the run, or finds it where its id is not known. */
  private Next follow() {
    return ref()
        .map(run -> RunSignatures.WAIT_FOR_RUN.with(run).because("wait for the result"))
        .orElseGet(
            () ->
                RunSignatures.LIST_TRAJECTORIES
                    .with(task)
                    .with(LIMIT_RUNS, 1)
                    .because("find the run"));
  }

  private String url() {
    return ref().map(RunRef::url).orElse(task.url());
  }
}
