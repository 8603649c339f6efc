package io.jettymcp.mcp;

import io.jettymcp.guide.Prompt;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.ArrayList;
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
 * Completes arguments of prompts and of resource templates while the user types. Returns nothing
 * where a lookup fails, because an error would interrupt typing.
 */
final class ArgumentCompletion {
  private static final int MAX = 100;

  /** Fewer runs than other names: Jetty reads each run in full, which takes long. */
  private static final int MAX_RUNS = 20;

  private final ToolCalls calls;
  private final Prompts prompts;
  private final List<ResourceKind> kinds;

  ArgumentCompletion(ToolCalls calls, Prompts prompts, List<ResourceKind> kinds) {
    this.calls = calls;
    this.prompts = prompts;
    this.kinds = kinds;
  }

  /** Names, and whether Jetty has more. */
  private record Names(List<String> values, boolean more) {
    static final Names NONE = new Names(List.of(), false);

    Names and(Names others) {
      Set<String> all = new LinkedHashSet<>(values);
      all.addAll(others.values);
      return new Names(List.copyOf(all), more || others.more);
    }
  }

  /** Returns the result of {@code completion/complete}. */
  Mono<ObjectNode> complete(JsonNode params) {
    checkReference(params.path("ref"));
    JsonNode name = params.path("argument").path("name");
    JsonNode typed = params.path("argument").path("value");
    if (!name.isString() || !typed.isString()) {
      throw RpcErrors.invalid("\"argument\" must have a name and a value.");
    }
    JsonNode chosen = params.path("context").path("arguments");
    return names(name.stringValue(), typed.stringValue(), chosen)
        .map(names -> result(names, typed.stringValue()));
  }

  private void checkReference(JsonNode reference) {
    String type = reference.path("type").asString("");
    if (type.equals("ref/prompt")) {
      prompts.find(reference.path("name"));
    } else if (type.equals("ref/resource")) {
      String uri = reference.path("uri").asString("");
      List<String> known = kinds.stream().map(ResourceKind::template).toList();
      if (!known.contains(uri)) {
        throw RpcErrors.unknown(
            "resource template", uri, known, "resources/templates/list lists all");
      }
    } else {
      throw RpcErrors.invalid("\"ref\" must be of type ref/prompt or ref/resource.");
    }
  }

  private Mono<Names> names(String argument, String typed, JsonNode chosen) {
    ObjectNode where = Json.object();
    if (!calls.enabledTools().locked()) {
      Json.text(chosen, Prompt.COLLECTION).ifPresent(name -> where.put(Prompt.COLLECTION, name));
    }
    Optional<String> task = Json.text(chosen, Prompt.TASK);
    return switch (argument) {
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

  /** Ranks names that start with the typed text before those that contain it. */
  private static ObjectNode result(Names names, String typed) {
    String wanted = typed.strip().toLowerCase(Locale.ROOT);
    List<String> matching =
        Stream.of(true, false)
            .flatMap(first -> names.values().stream().filter(name -> first == starts(name, wanted)))
            .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
            .distinct()
            .toList();
    List<String> shown = new ArrayList<>(matching.subList(0, Math.min(MAX, matching.size())));
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    completion.set("values", Json.array(shown));
    if (!names.more()) {
      completion.put("total", matching.size());
    }
    completion.put("hasMore", names.more() || shown.size() < matching.size());
    return result;
  }

  private static boolean starts(String name, String wanted) {
    return name.toLowerCase(Locale.ROOT).startsWith(wanted);
  }
}
