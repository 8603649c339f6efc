package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Summarizes a task: its name, description and the activity of each step, without the workflow.
 *
 * @param asked the name that the call used, where Jetty leaves it out; empty where there is none
 */
public record TaskSummary(String collection, String asked, JsonNode json) {
  private static final View<Step> STEP =
      View.of(Step.class).text("name", Step::name).text("activity", Step::activity);

  public static final View<TaskSummary> VIEW =
      View.of(TaskSummary.class)
          .text("name", TaskSummary::name)
          .unlessEmpty()
          .text("description", TaskSummary::description)
          .max(300)
          .list("steps", STEP, TaskSummary::steps)
          .bool("has_file_uploads", task -> task.json().path("has_file_uploads"))
          .text("url", TaskSummary::url);

  /** A step of a workflow. */
  public record Step(String name, Optional<String> activity) {}

  public String name() {
    return Json.text(json, "name").orElse(asked);
  }

  public Optional<String> description() {
    return Json.text(json, "description");
  }

  public List<Step> steps() {
    JsonNode workflow = json.path("workflow");
    return Json.list(workflow.path("steps")).orElseGet(Json::array).values().stream()
        .map(step -> step.asString(""))
        .map(
            name -> new Step(name, Json.text(workflow.path("step_configs").path(name), "activity")))
        .toList();
  }

  private Optional<String> url() {
    return name().isEmpty() ? Optional.empty() : Optional.of(Links.to(collection, name()));
  }
}
