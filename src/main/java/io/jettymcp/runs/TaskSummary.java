package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.View;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Summarizes a task: its name, description and the activity of each step, without the workflow. */
public final class TaskSummary {
  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("name")
          .text("description")
          .max(300)
          .list("steps", View.of(JsonNode.class).text("name").text("activity"))
          .bool("has_file_uploads")
          .text("url");

  private TaskSummary() {}

  /** Extracts from a task what lists show. */
  public static ObjectNode of(String collection, JsonNode from) {
    ObjectNode task = Json.object();
    Optional<String> name = Json.text(from, "name");
    name.ifPresent(text -> task.put("name", text));
    Json.text(from, "description").ifPresent(text -> task.put("description", text));
    JsonNode workflow = from.path("workflow");
    ArrayNode steps = Json.array();
    for (JsonNode step : Json.list(workflow.path("steps")).orElseGet(Json::array)) {
      ObjectNode shown = Json.object().put("name", step.asString(""));
      Json.text(workflow.path("step_configs").path(step.asString("")), "activity")
          .ifPresent(activity -> shown.put("activity", activity));
      steps.add(shown);
    }
    task.set("steps", steps);
    if (from.path("has_file_uploads").isBoolean()) {
      task.set("has_file_uploads", from.path("has_file_uploads"));
    }
    name.ifPresent(text -> task.put("url", Links.to(collection, text)));
    return task;
  }
}
