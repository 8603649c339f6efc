package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.GET_TRAJECTORY;
import static io.jettymcp.runs.RunSignatures.PATH;
import static io.jettymcp.runs.RunSignatures.STEP;
import static io.jettymcp.runs.RunSignatures.WAIT_FOR_RUN;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.json.JsonSize;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunFile;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows a run: a summary, or the data of one step or path. */
public final class RunDetails {
  private record Step(Run run, String name) {
    private JsonNode json() {
      return run.step(name);
    }

    private JsonNode outputs() {
      return json().path("outputs");
    }

    private Optional<Integer> outputBytes() {
      return outputs().isMissingNode() || outputs().isNull()
          ? Optional.empty()
          : Optional.of(JsonSize.of(outputs(), Integer.MAX_VALUE));
    }
  }

  private static final View<Step> STEP_VIEW =
      View.of(Step.class)
          .text("name", Step::name)
          .text("activity", step -> Json.text(step.json(), "activity"))
          .text("status", step -> step.run().stepStatus(step.name()))
          .number("start_seconds", step -> step.run().stepStart(step.name()))
          .describedAs("After the run's start")
          .number("duration_seconds", step -> step.run().stepDuration(step.name()))
          .integer("output_bytes", Step::outputBytes)
          .preview("outputs", 240, Step::outputs)
          .describedAs("Its beginning")
          .text("error", step -> step.run().stepError(step.name()))
          .max(1_000);

  /**
   * The part of a run to show.
   *
   * @param summary the run, unless a part of it is shown
   * @param step the step that is shown
   * @param path the path that is shown
   */
  private record Details(
      RunRef ref,
      String status,
      Optional<Run> summary,
      Optional<String> step,
      Optional<String> path) {
    private Optional<JsonNode> field(String name) {
      return summary.map(run -> run.json().path(name));
    }

    private Optional<? extends List<Step>> steps() {
      return summary.map(run -> run.stepNames().stream().map(name -> new Step(run, name)).toList());
    }
  }

  static final View<Details> VIEW =
      View.of(Details.class)
          .text("trajectory_id", details -> details.ref().id())
          .required()
          .text("status", Details::status)
          .required()
          .text(
              "verdict",
              details -> details.summary().flatMap(Run::verdict).map(v -> v.kind().word()))
          .text(
              "created",
              details -> details.summary().flatMap(run -> Json.text(run.json(), "created")))
          .number("duration_seconds", details -> details.summary().map(Run::duration))
          .text("failed_step", details -> details.summary().flatMap(Run::failedStep))
          .text("error", details -> details.summary().flatMap(Run::error))
          .any("inputs", details -> details.field("init_params"))
          .optionalList("steps", STEP_VIEW, Details::steps)
          .optionalList("files", RunFile.VIEW, details -> details.summary().map(Run::files))
          .unlessEmpty()
          .optionalList("labels", Runs.LABEL, details -> details.summary().map(Run::labels))
          .integer("triggered_by_routine_id", details -> details.field("triggered_by_routine_id"))
          .text("step", Details::step)
          .text("path", Details::path)
          .excerpt("data")
          .text("url", details -> details.summary().map(run -> details.ref().url()));

  private RunDetails() {}

  static Mono<Result> show(Call call) {
    Args in = call.in();
    if (in.has(STEP) && in.has(PATH)) {
      throw new BadArguments("path", "Give \"step\" or \"path\", not both.");
    }
    RunRef ref = RunRef.of(in);
    return Runs.read(call, ref)
        .map(run -> in.has(STEP) || in.has(PATH) ? part(in, ref, run) : summary(in, ref, run));
  }

  private static Result summary(Args in, RunRef ref, Run run) {
    Details details =
        new Details(ref, run.status(), Optional.of(run), Optional.empty(), Optional.empty());
    Result result =
        Result.of(VIEW, details)
            .atMost(in.get(MAX_BYTES))
            .attach(RunFile.links(run.files()))
            .ifCut(
                List.of(GET_TRAJECTORY.with(ref).with(PATH, "init_params").because("all inputs")));
    if (!run.finished()) {
      return result.suggest(WAIT_FOR_RUN.with(ref).because("wait for the result"));
    }
    return run.failedStep()
        .or(() -> run.stepNames().stream().reduce((first, last) -> last))
        .map(step -> GET_TRAJECTORY.with(ref).with(STEP, step).because("all of this step"))
        .map(result::suggest)
        .orElse(result);
  }

  private static Result part(Args in, RunRef ref, Run run) {
    Param<String> by = in.has(STEP) ? STEP : PATH;
    String what = in.find(by).orElseThrow();
    Next same = GET_TRAJECTORY.with(ref).with(by, what);
    return Result.of(
            VIEW, new Details(ref, run.status(), Optional.empty(), in.find(STEP), in.find(PATH)))
        .atMost(in.get(MAX_BYTES))
        .excerpt(
            new Result.Excerpt(
                "data",
                by == STEP ? step(run, what) : at(run, what),
                in.get(FROM_CHARACTER),
                offset -> same.with(FROM_CHARACTER, offset).because("the rest")));
  }

  private static JsonNode step(Run run, String name) {
    if (!run.step(name).isObject()) {
      throw new BadArguments(
          "step",
          run.stepNames().contains(name)
              ? "That step has not started, so it has no data yet."
              : "The run has no step of that name. It has: " + names(run) + ".");
    }
    ObjectNode data = Json.object();
    for (String field : List.of("activity", "status", "error", "inputs", "outputs")) {
      if (run.step(name).hasNonNull(field)) {
        data.set(field, run.step(name).path(field));
      }
    }
    return data;
  }

  private static JsonNode at(Run run, String text) {
    PathExpression path;
    try {
      path = PathExpression.parse(text);
    } catch (PathExpression.Malformed malformed) {
      throw new BadArguments(
          "path", "\"path\" is not a valid path expression: " + malformed.getMessage());
    }
    path.deadEndIn(run.json())
        .ifPresent(
            end -> {
              throw new BadArguments(
                  "path",
                  "There is nothing at that path. "
                      + (end.reached().isEmpty()
                          ? "It can begin with: "
                          : "It ends after \""
                              + end.reached()
                              + "\"; from there it can continue with: ")
                      + String.join(", ", end.choices())
                      + ".");
            });
    return path.evaluateInTrajectory(run.json());
  }

  private static String names(Run run) {
    return run.stepNames().isEmpty() ? "none yet" : String.join(", ", run.stepNames());
  }
}
