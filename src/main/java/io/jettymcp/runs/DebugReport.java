package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What looking at a finished run came to.
 *
 * @param deepest where the trail ends; the run itself if nothing failed
 * @param log of the deepest run, newest first; empty if it could not be read
 */
record DebugReport(
    String collection,
    String task,
    String id,
    Run run,
    RootCauseSearch trail,
    Stop deepest,
    Optional<List<ObjectNode>> log) {
  private static final View<JsonNode> STOP =
      View.of(JsonNode.class)
          .text("task")
          .text("trajectory_id")
          .text("step")
          .text("activity")
          .text("error")
          .max(1_500)
          .text("url");

  private static final View<JsonNode> LOGGED =
      View.of(JsonNode.class).text("time").text("level").text("step").text("message").max(600);

  static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("trajectory_id")
          .text("status")
          .required()
          .text("finding")
          .describedAs("What it comes to")
          .required()
          .nested("root_cause", STOP)
          .describedAs("The deepest failure")
          .text("cure")
          .nested(
              "gotcha",
              View.of(JsonNode.class).text("activity").text("wrong").text("right").text("why"))
          .describedAs("The pitfall it matches")
          .list("lint", WorkflowCheck.FINDING)
          .describedAs("What is odd about the workflow there")
          .list("chain", STOP)
          .describedAs("From the run down to the root cause")
          .list("log_errors", LOGGED)
          .describedAs("Newest first")
          .list("log_tail", LOGGED)
          .describedAs("The last lines, where it has no errors")
          .texts("notes")
          .text("url");

  private static final int MAX_ERRORS = 5;
  private static final int TAIL = 3;

  Result result() {
    ObjectNode data = Json.object().put("trajectory_id", id).put("status", run.status());
    boolean failed =
        !trail.stops().isEmpty()
            && (Run.FAILED.contains(run.status())
                || deepest.step().isPresent()
                || trail.stops().size() > 1);
    Optional<SilentFailure> silent = SilentFailure.in(run);
    if (failed) {
      failure(data);
    } else if (silent.isPresent()) {
      silentFailure(data, silent.get());
    } else {
      nothingFailed(data);
    }
    log(data, failed || silent.isPresent());
    List<String> notes = new ArrayList<>(trail.notes());
    if (log.isEmpty()) {
      notes.add("The log could not be read.");
    }
    if (!notes.isEmpty()) {
      data.set("notes", Json.array(notes));
    }
    data.put("url", Links.to(collection, task, id));
    return next(Result.of(data), silent);
  }

  private void failure(ObjectNode data) {
    RunDiagnosis diagnosis = RunDiagnosis.of(deepest, errors());
    data.put("finding", whatFailed());
    data.set("root_cause", stop(deepest));
    data.put("cure", diagnosis.cure());
    diagnosis.describedGotcha().ifPresent(gotcha -> data.set("gotcha", gotcha));
    lint(data, diagnosis.findings());
    ArrayNode chain = data.putArray("chain");
    trail.stops().forEach(stop -> chain.add(stop(stop)));
  }

  private String whatFailed() {
    String of = " of the task " + deepest.task();
    String what =
        deepest
            .step()
            .map(
                step ->
                    deepest.run().stepStatus(step).equals("completed")
                        ? "A run that the step " + step + of + " started failed"
                        : "The step " + step + of + " failed")
            .orElse("A run" + of + " is " + deepest.run().status() + ", but no step of it failed");
    int below = trail.stops().size() - 1;
    return what
        + (below > 0 ? ", " + below + (below > 1 ? " levels" : " level") + " below this run" : "")
        + (run.status().equals("completed") ? ", which completed all the same." : ".");
  }

  private void silentFailure(ObjectNode data, SilentFailure silent) {
    data.put(
        "finding",
        "Jetty calls the run completed, but the step "
            + silent.step()
            + " did not do its work: "
            + silent.why()
            + ".");
    Stop at = new Stop(task, id, run, Optional.of(silent.step()));
    data.set("root_cause", stop(at));
    data.put("cure", silent.cure());
    lint(data, RunDiagnosis.of(at, errors()).findings());
  }

  private void nothingFailed(ObjectNode data) {
    List<Finding> suspects = RunDiagnosis.suspects(run);
    String odd =
        suspects.isEmpty() ? "" : " What is odd about the workflow stands in lint, if that helps.";
    data.put(
        "finding",
        switch (run.status()) {
          case "cancelled" -> "The run was cancelled; no step of it failed.";
          case "archived" -> "The run is archived; no step of it failed.";
          default ->
              run.stepNames().isEmpty()
                  ? "The run is " + run.status() + " but has no steps, so it did nothing."
                  : "The run is " + run.status() + " and nothing in it failed." + odd;
        });
    lint(data, suspects);
  }

  private static void lint(ObjectNode data, List<Finding> findings) {
    if (!findings.isEmpty()) {
      data.set("lint", RunDiagnosis.describe(findings));
    }
  }

  private ObjectNode stop(Stop stop) {
    ObjectNode row = Json.object().put("task", stop.task()).put("trajectory_id", stop.id());
    stop.step().ifPresent(step -> row.put("step", step));
    if (!stop.activity().isEmpty()) {
      row.put("activity", stop.activity());
    }
    stop.error().ifPresent(error -> row.put("error", error));
    return row.put("url", Links.to(collection, stop.task(), stop.id()));
  }

  private List<ObjectNode> logged() {
    return log.orElse(List.of());
  }

  private List<String> errors() {
    return logged().stream()
        .filter(event -> RunLogs.isAtLeast("error", event))
        .limit(MAX_ERRORS)
        .map(event -> event.path("message").asString(""))
        .toList();
  }

  private void log(ObjectNode data, boolean withTail) {
    ArrayNode errors = Json.array();
    logged().stream()
        .filter(event -> RunLogs.isAtLeast("error", event))
        .limit(MAX_ERRORS)
        .forEach(errors::add);
    if (!errors.isEmpty()) {
      data.set("log_errors", errors);
    }
    ArrayNode tail = Json.array();
    logged().stream().limit(TAIL).forEach(tail::add);
    if (withTail && errors.isEmpty() && !tail.isEmpty()) {
      data.set("log_tail", tail);
    }
  }

  private Result next(Result result, Optional<SilentFailure> silent) {
    ObjectNode deep = Json.object().put("collection", collection).put("task", deepest.task());
    ObjectNode details = deep.deepCopy().put("trajectory_id", deepest.id());
    deepest
        .step()
        .or(() -> silent.map(SilentFailure::step))
        .filter(step -> deepest.run().step(step).isObject())
        .ifPresent(step -> details.put("step", step));
    Result more =
        result.suggest(new Next("get-trajectory", details, "inputs and outputs of what failed"));
    return run.status().equals("completed") && trail.stops().isEmpty() && silent.isEmpty()
        ? more
        : more.suggest(new Next("get-task", deep, "the workflow to mend"));
  }
}
