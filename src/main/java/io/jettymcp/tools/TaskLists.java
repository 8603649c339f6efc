package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tasks of a collection, all of them or those that match. */
public final class TaskLists {
  private static final Param<String> QUERY = Param.text("query", "").required();

  /** What lists need of a task; whole workflows stay on the wire. */
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

  private static final View<JsonNode> LIST =
      View.of(JsonNode.class)
          .list("tasks", TaskSummary.VIEW)
          .required()
          .integer("returned")
          .required()
          .bool("has_more")
          .required();

  static final Tool LIST_TASKS =
      Tool.named("list-tasks", "List tasks")
          .in(Toolset.TASKS)
          .about(
              "Lists the tasks (stored workflows) of a collection with their steps. get-task shows"
                  + " one whole, run-task runs it.")
          .effect(Effect.READ)
          .takes(LIMIT, OFFSET, COLLECTION)
          .gives(LIST)
          .runs(TaskLists::list);

  static final Tool SEARCH_TASKS =
      Tool.named("search-tasks", "Search tasks")
          .in(Toolset.TASKS)
          .about("Finds tasks of a collection by words in name, description, steps or activities.")
          .effect(Effect.READ)
          .takes(QUERY, LIMIT, OFFSET, COLLECTION)
          .gives(LIST)
          .runs(TaskLists::search);

  private TaskLists() {}

  private static Request tasks(String collection) {
    return Request.get("/api/v1/tasks/{}/", collection).fields(BRIEF);
  }

  private static Mono<Result> list(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    return ListPage.read(call, tasks(collection), in.get(OFFSET), in.get(LIMIT))
        .map(rows -> result(in, rows, "list-tasks", Json.object().put("collection", collection)));
  }

  /** Jetty's own search where it has one, else the whole list filtered here. */
  private static Mono<Result> search(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    String query = in.get(QUERY).strip();
    if (query.isEmpty()) {
      throw new BadArguments("query", "\"query\" must not be empty; list-tasks lists all tasks.");
    }
    return call.send(
            Request.get("/api/v1/tasks/{}/search", collection).query("q", query).fields(HITS))
        .onErrorResume(Refused.class, e -> Mono.just(new Reply(200, Json.object())))
        .flatMap(
            reply ->
                Json.list(reply.body(), "tasks", "results", "hits")
                    .map(hits -> Mono.just(new ListPage(found(collection, hits), false)))
                    .orElseGet(
                        () ->
                            ListPage.all(call, tasks(collection))
                                .map(rows -> matching(rows, query))))
        .map(
            rows ->
                result(
                    in,
                    rows.part(in.get(OFFSET), in.get(LIMIT)),
                    "search-tasks",
                    Json.object().put("collection", collection).put("query", query)));
  }

  private static Result result(Args in, ListPage rows, String tool, ObjectNode arguments) {
    return rows.result(
        "tasks",
        task -> TaskSummary.of(in.get(COLLECTION), task),
        tool,
        arguments,
        in.get(OFFSET),
        in.get(LIMIT));
  }

  /** The hits that are tasks of this collection; an index may hold other things as well. */
  private static List<JsonNode> found(String collection, ArrayNode hits) {
    List<JsonNode> tasks = new ArrayList<>();
    for (JsonNode hit : hits) {
      JsonNode entry = hit.path("document");
      if (entry.isMissingNode()) {
        tasks.add(hit);
      } else if (Json.text(entry, "entity_type").orElse("task").equals("task")
          && Json.text(entry, "collection_name").orElse(collection).equals(collection)) {
        ObjectNode task = Json.object();
        Json.text(entry, "entity_name").ifPresent(name -> task.put("name", name));
        Json.text(entry.path("metadata"), "description")
            .ifPresent(text -> task.put("description", text));
        tasks.add(task);
      }
    }
    return tasks.stream().filter(task -> Json.text(task, "name").isPresent()).toList();
  }

  private static ListPage matching(ListPage rows, String query) {
    List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\s+", -1));
    return new ListPage(
        rows.items().stream()
            .filter(
                task -> {
                  String text = words(task).toLowerCase(Locale.ROOT);
                  return words.stream().allMatch(text::contains);
                })
            .toList(),
        rows.more());
  }

  /** Name, description, steps and activities of a task, a line each. */
  private static String words(JsonNode task) {
    ObjectNode brief = TaskSummary.of("", task);
    List<String> words = new ArrayList<>();
    words.add(brief.path("name").asString(""));
    words.add(brief.path("description").asString(""));
    for (JsonNode step : brief.path("steps")) {
      words.add(step.path("name").asString(""));
      words.add(step.path("activity").asString(""));
    }
    return String.join("\n", words);
  }
}
