package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tools.TaskTools.QUERY;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds tasks by words: with Jetty's own search, or in the full list where that does not exist or
 * finds nothing.
 */
final class TaskSearch {
  /** The fields that lists need of a task; workflows are large and stay on the wire. */
  private static final FieldMask BRIEF =
      FieldMask.fields("name", "description", "has_file_uploads")
          .with(
              "workflow",
              FieldMask.fields("steps")
                  .with("step_configs", FieldMask.each(FieldMask.fields("activity"))));

  /** A hit is a task, or an entry of a search index about one. */
  private static final FieldMask HIT =
      BRIEF.with(
          "document",
          FieldMask.fields("entity_name", "entity_type", "collection_name")
              .with("metadata", FieldMask.fields("description")));

  private static final FieldMask HITS =
      HIT.with("tasks", HIT).with("results", HIT).with("hits", HIT);

  /** The fields that the search in the list compares. */
  private static final FieldMask SEARCHED =
      FieldMask.fields("name", "description", "has_file_uploads")
          .with(
              "workflow",
              FieldMask.fields("steps")
                  .with("init_params", FieldMask.fields("model"))
                  .with("step_configs", FieldMask.each(FieldMask.fields("activity", "model"))));

  private TaskSearch() {}

  /** Lists the tasks of a collection. */
  static Request tasks(String collection) {
    return tasks(collection, BRIEF);
  }

  private static Request tasks(String collection, FieldMask fields) {
    return Request.get("/api/v1/tasks/{}/", collection).fields(fields);
  }

  static Mono<Result> search(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    String query = in.get(QUERY).strip();
    if (query.isEmpty()) {
      String all =
          call.offers(TaskTools.LIST_TASKS.signature()) ? "; list-tasks lists all tasks" : "";
      throw new BadArguments("query", "\"query\" must not be empty" + all + ".");
    }
    return call.send(
            Request.get("/api/v1/tasks/{}/search", collection).query("q", query).fields(HITS))
        .onErrorResume(Refused.class, e -> Mono.just(new Reply(200, Json.object())))
        .flatMap(
            reply ->
                Json.list(reply.body(), "tasks", "results", "hits")
                    .map(hits -> found(collection, hits))
                    .filter(tasks -> !tasks.isEmpty())
                    .map(tasks -> Mono.just(ListPage.of(tasks, false)))
                    .orElseGet(() -> matching(call, collection, query)))
        .map(
            rows ->
                rows.part(in.get(OFFSET), in.get(LIMIT))
                    .result(
                        TaskSummary.VIEW,
                        "tasks",
                        TaskTools.SEARCH_TASKS
                            .signature()
                            .with(COLLECTION, collection)
                            .with(QUERY, query)));
  }

  /** Selects the tasks of this collection; an index may hold other things as well. */
  private static List<TaskSummary> found(String collection, ArrayNode hits) {
    return hits.values().stream()
        .filter(hit -> isOf(collection, hit.path("document")))
        .map(hit -> new TaskSummary(collection, "", hit.has("document") ? task(hit) : hit))
        .filter(task -> !task.name().isEmpty())
        .toList();
  }

  private static boolean isOf(String collection, JsonNode document) {
    return Json.text(document, "entity_type").orElse("task").equals("task")
        && Json.text(document, "collection_name").orElse(collection).equals(collection);
  }

  private static ObjectNode task(JsonNode hit) {
    JsonNode document = hit.path("document");
    ObjectNode task = Json.object();
    task.set("name", document.path("entity_name"));
    task.set("description", document.path("metadata").path("description"));
    return task;
  }

  private static Mono<ListPage<TaskSummary>> matching(Call call, String collection, String query) {
    List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\s+", -1));
    return ListPage.all(call, tasks(collection, SEARCHED))
        .map(
            rows ->
                rows.map(task -> new TaskSummary(collection, "", task))
                    .filter(task -> matches(task, words)));
  }

  private static boolean matches(TaskSummary task, List<String> words) {
    List<String> lines = new ArrayList<>();
    lines.add(task.name());
    lines.add(task.description().orElse(""));
    JsonNode workflow = task.json().path("workflow");
    workflow.path("steps").forEach(step -> lines.add(step.asString("")));
    lines.add(workflow.path("init_params").path("model").asString(""));
    for (Map.Entry<String, JsonNode> step : workflow.path("step_configs").properties()) {
      lines.add(step.getKey());
      lines.add(step.getValue().path("activity").asString(""));
      lines.add(step.getValue().path("model").asString(""));
    }
    String text = String.join("\n", lines).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }
}
