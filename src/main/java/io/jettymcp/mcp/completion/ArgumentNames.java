package io.jettymcp.mcp.completion;

import io.jettymcp.guide.Prompt;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.NonInteractiveClient;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the names that an argument can have while a person types it: collections, tasks, runs,
 * routines, activities. Finds nothing where a lookup fails, because an error would interrupt
 * typing.
 */
public final class ArgumentNames {
  private static final int MAX = 100;

  /** Fewer runs than other names: Jetty reads each run in full, which takes long. */
  private static final int MAX_RUNS = 20;

  private final ToolCalls calls;

  public ArgumentNames(ToolCalls calls) {
    this.calls = calls;
  }

  /**
   * Names that match, and whether Jetty has more.
   *
   * @param values those that start with the typed text first
   */
  public record Names(List<String> values, boolean more) {
    static final Names NONE = new Names(List.of(), false);

    public Names {
      values = List.copyOf(values);
    }

    private Names and(Names others) {
      Set<String> all = new LinkedHashSet<>(values);
      all.addAll(others.values);
      return new Names(List.copyOf(all), more || others.more);
    }

    /** Returns those with the typed text, those that start with it first. */
    private Names matching(String typed) {
      String wanted = typed.strip().toLowerCase(Locale.ROOT);
      return new Names(
          Stream.of(true, false)
              .flatMap(first -> values.stream().filter(name -> first == starts(name, wanted)))
              .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
              .distinct()
              .toList(),
          more);
    }

    private static boolean starts(String name, String wanted) {
      return name.toLowerCase(Locale.ROOT).startsWith(wanted);
    }
  }

  /**
   * Returns the names that contain what is typed.
   *
   * @param argument the name of an argument of a prompt or resource
   * @param chosen the arguments that are there already
   */
  public Mono<Names> find(String argument, String typed, JsonNode chosen) {
    ObjectNode where = Json.object();
    if (!calls.enabledTools().locked()) {
      Json.text(chosen, Prompt.COLLECTION).ifPresent(name -> where.put(Prompt.COLLECTION, name));
    }
    Optional<String> task = Json.text(chosen, Prompt.TASK);
    Mono<Names> all =
        switch (argument) {
          case Prompt.COLLECTION -> collections();
          case Prompt.TASK -> tasks(where, typed);
          case Prompt.TRAJECTORY ->
              task.map(
                      name ->
                          list(
                              "list-trajectories",
                              where.put("task", name).put("limit", MAX_RUNS),
                              "trajectories",
                              "trajectory_id"))
                  .orElse(Mono.just(Names.NONE));
          case Prompt.ROUTINE -> {
            task.ifPresent(name -> where.put("task", name));
            yield list("list-routines", where, "routines", "name");
          }
          case "activity" -> list("list-step-templates", Json.object(), "templates", "activity");
          default -> Mono.just(Names.NONE);
        };
    return all.map(names -> names.matching(typed));
  }

  private Mono<Names> collections() {
    return calls.enabledTools().locked()
        ? Mono.just(new Names(calls.enabledTools().collection().stream().toList(), false))
        : list("list-collections", Json.object(), "collections", "name");
  }

  /** Lists the first tasks, and adds those that Jetty finds by the typed text if there are more. */
  private Mono<Names> tasks(ObjectNode where, String typed) {
    return list("list-tasks", where, "tasks", "name")
        .flatMap(
            first ->
                first.more() && !typed.isBlank()
                    ? list("search-tasks", where.deepCopy().put("query", typed), "tasks", "name")
                        .map(first::and)
                    : Mono.just(first));
  }

  private Mono<Names> list(String name, ObjectNode arguments, String noun, String field) {
    return Mono.justOrEmpty(calls.enabledTools().find(name))
        .flatMap(tool -> calls.call(tool, limited(tool, arguments), NonInteractiveClient.INSTANCE))
        .flatMap(answer -> Mono.justOrEmpty(answer.structured()))
        .map(
            data ->
                new Names(texts(data.path(noun), field), data.path("has_more").asBoolean(false)))
        .defaultIfEmpty(Names.NONE);
  }

  private static ObjectNode limited(Tool tool, ObjectNode arguments) {
    boolean pages = tool.params().stream().map(Param::name).anyMatch("limit"::equals);
    return pages && !arguments.has("limit") ? arguments.deepCopy().put("limit", MAX) : arguments;
  }

  /** Returns the names that are valid arguments. */
  private static List<String> texts(JsonNode rows, String field) {
    return rows.values().stream()
        .flatMap(row -> Json.text(row, field).stream())
        .filter(name -> PathSegment.problem(name).isEmpty())
        .toList();
  }
}
