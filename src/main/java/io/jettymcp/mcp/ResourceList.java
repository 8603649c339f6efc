package io.jettymcp.mcp;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.ErrorKind;
import io.jettymcp.mcp.call.NonInteractiveClient;
import io.jettymcp.mcp.call.ResourceAddress;
import io.jettymcp.mcp.call.ResourceKind;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists resources: the collections, the tasks of the default collection, and the skills, which end
 * the first page. Requests lists only, because hosts ask at their start.
 */
final class ResourceList {
  private static final int PAGE = 50;

  private final ToolCalls calls;
  private final Skills skills;
  private final EnabledTools enabledTools;

  ResourceList(ToolCalls calls, Skills skills) {
    this.calls = calls;
    this.skills = skills;
    this.enabledTools = calls.enabledTools();
  }

  /** A page of the list, and the cursor of the next one. */
  private record Page(List<ObjectNode> resources, Optional<ResourceCursor> next) {
    static final Page EMPTY = new Page(List.of(), Optional.empty());

    Page and(Page tasks) {
      return new Page(resources, tasks.next).with(tasks.resources);
    }

    Page with(List<ObjectNode> others) {
      List<ObjectNode> all = new ArrayList<>(resources);
      all.addAll(others);
      return new Page(all, next);
    }
  }

  /** There is no token. The list has only the skills then: calls report it. */
  private static final class SignedOut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Returns the kinds whose tools are enabled. */
  List<ResourceKind> kinds() {
    return List.of(ResourceKind.values()).stream()
        .filter(kind -> enabledTools.find(kind.tool()).isPresent())
        .toList();
  }

  /** Returns the result of {@code resources/templates/list}. */
  ObjectNode templates(JsonNode params) {
    RpcErrors.refuseCursor(params);
    ObjectNode result = Json.object();
    ArrayNode templates = result.putArray("resourceTemplates");
    kinds().forEach(kind -> templates.add(kind.describe()));
    return result;
  }

  /** Returns the result of {@code resources/list}. */
  Mono<ObjectNode> list(JsonNode params) {
    ResourceCursor from = cursor(params.path("cursor"));
    return from.collection()
        .map(collection -> tasks(collection, from.offset(), PAGE))
        .orElseGet(() -> collections(from.offset()))
        .onErrorReturn(SignedOut.class, Page.EMPTY)
        .map(page -> from.equals(ResourceCursor.START) ? page.with(skills.resources()) : page)
        .map(ResourceList::result);
  }

  private ResourceCursor cursor(JsonNode cursor) {
    if (cursor.isMissingNode() || cursor.isNull()) {
      return ResourceCursor.START;
    }
    return Optional.of(cursor)
        .filter(JsonNode::isString)
        .flatMap(text -> ResourceCursor.parse(text.stringValue()))
        .filter(at -> !enabledTools.locked() || at.collection().equals(enabledTools.collection()))
        .orElseThrow(() -> RpcErrors.invalid("Unknown cursor; start again without one."));
  }

  private static ObjectNode result(Page page) {
    ObjectNode result = Json.object();
    result.putArray("resources").addAll(page.resources());
    page.next().ifPresent(cursor -> result.put("nextCursor", cursor.toString()));
    return result;
  }

  private Mono<Page> collections(int offset) {
    if (enabledTools.locked()) {
      return found("get-collection", Json.object())
          .map(
              data ->
                  new Page(resources(ResourceKind.COLLECTION, "", List.of(data)), Optional.empty()))
          .defaultIfEmpty(Page.EMPTY)
          .flatMap(page -> withTasks(page, enabledTools.collection()));
    }
    return found("list-collections", Json.object().put("limit", PAGE).put("offset", offset))
        .flatMap(data -> collections(data, offset))
        .switchIfEmpty(Mono.defer(() -> withTasks(Page.EMPTY, enabledTools.collection())));
  }

  private Mono<Page> collections(ObjectNode data, int offset) {
    List<JsonNode> rows = List.copyOf(data.path("collections").values());
    List<ObjectNode> shown = resources(ResourceKind.COLLECTION, "", rows);
    if (hasMore(data)) {
      ResourceCursor next = new ResourceCursor(Optional.empty(), offset + rows.size());
      return Mono.just(new Page(shown, Optional.of(next)));
    }
    Optional<String> only =
        offset == 0 && rows.size() == 1 ? Json.text(rows.get(0), "name") : Optional.empty();
    return withTasks(new Page(shown, Optional.empty()), enabledTools.collection().or(() -> only));
  }

  private Mono<Page> withTasks(Page collections, Optional<String> collection) {
    return collection
        .map(name -> tasks(name, 0, Math.max(1, PAGE - collections.resources().size())))
        .orElse(Mono.just(Page.EMPTY))
        .map(collections::and);
  }

  private Mono<Page> tasks(String collection, int offset, int limit) {
    ObjectNode arguments = Json.object().put("limit", limit).put("offset", offset);
    arguments.put(Tool.COLLECTION.name(), collection);
    return found("list-tasks", arguments)
        .map(
            data -> {
              List<JsonNode> rows = List.copyOf(data.path("tasks").values());
              ResourceCursor next =
                  new ResourceCursor(Optional.of(collection), offset + rows.size());
              return new Page(
                  resources(ResourceKind.TASK, collection, rows),
                  Optional.of(next).filter(at -> hasMore(data)));
            })
        .defaultIfEmpty(Page.EMPTY);
  }

  /** Returns whether there is a next page; an empty page ends the list, else it would never end. */
  private static boolean hasMore(ObjectNode data) {
    return data.path("has_more").asBoolean(false) && data.path("returned").asInt(0) > 0;
  }

  /** Makes resources of the rows whose names are valid in a URI. */
  private List<ObjectNode> resources(ResourceKind kind, String collection, List<JsonNode> rows) {
    List<ObjectNode> resources = new ArrayList<>();
    for (JsonNode row : rows) {
      String name = row.path("name").asString("");
      if (enabledTools.find(kind.tool()).isPresent() && PathSegment.problem(name).isEmpty()) {
        ObjectNode arguments =
            kind == ResourceKind.TASK
                ? Json.object().put("collection", collection).put("task", name)
                : Json.object().put("collection", name);
        ObjectNode resource =
            Json.object()
                .put("uri", new ResourceAddress(kind, arguments).uri())
                .put("name", name)
                .put("title", kind.title() + " " + name);
        Json.text(row, "description").ifPresent(text -> resource.put("description", text));
        resources.add(resource.put("mimeType", kind.type()));
      }
    }
    return resources;
  }

  /** Returns the result of a tool; empty if it is not enabled. */
  private Mono<ObjectNode> found(String name, ObjectNode arguments) {
    return Mono.justOrEmpty(enabledTools.find(name))
        .flatMap(tool -> calls.call(tool, arguments, NonInteractiveClient.INSTANCE))
        .map(
            answer -> {
              if (answer.error().filter(ErrorKind.SIGNED_OUT::equals).isPresent()) {
                throw new SignedOut();
              }
              return answer.structured().orElseThrow(() -> RpcErrors.of(answer, name));
            });
  }
}
