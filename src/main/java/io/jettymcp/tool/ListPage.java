package io.jettymcp.tool;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items of a list that Jetty pages with {@code skip} and {@code limit}. Its arrays carry no total,
 * and stop at {@link #SERVER_PAGE} without a word, so one more item than wanted is asked for.
 *
 * @param items what was asked for
 * @param more whether there is more after them
 */
public record ListPage(List<JsonNode> items, boolean more) {
  /** How many items Jetty gives at most without being asked for more. */
  static final int SERVER_PAGE = 100;

  /** The most that {@link #all} reads. */
  static final int ALL_LIMIT = 2_000;

  public static Mono<ListPage> read(Exchange jetty, Request list, int offset, int limit) {
    return items(jetty, list, offset, limit + 1)
        .flatMap(
            items -> {
              if (items.size() > limit) {
                return Mono.just(new ListPage(items.subList(0, limit), true));
              }
              if (items.size() < limit || limit < SERVER_PAGE) {
                return Mono.just(new ListPage(items, false));
              }
              return items(jetty, list, offset + limit, 1)
                  .map(following -> new ListPage(items, !following.isEmpty()));
            });
  }

  /** Reads the whole list, a server page at a time, up to {@link #ALL_LIMIT} items. */
  public static Mono<ListPage> all(Exchange jetty, Request list) {
    return pages(jetty, list, new ArrayList<>());
  }

  /** A part of these items, where Jetty gives a list that it does not page. */
  public ListPage part(int offset, int limit) {
    int from = Math.min(offset, items.size());
    int to = Math.min(from + limit, items.size());
    return new ListPage(items.subList(from, to), more || to < items.size());
  }

  private static Mono<ListPage> pages(Exchange jetty, Request list, List<JsonNode> before) {
    return items(jetty, list, before.size(), SERVER_PAGE)
        .flatMap(
            page -> {
              before.addAll(page);
              if (page.size() < SERVER_PAGE) {
                return Mono.just(new ListPage(before, false));
              }
              return before.size() >= ALL_LIMIT
                  ? Mono.just(new ListPage(before, true))
                  : pages(jetty, list, before);
            });
  }

  private static Mono<List<JsonNode>> items(Exchange jetty, Request list, int skip, int limit) {
    return jetty
        .send(list.query("skip", skip).query("limit", limit))
        .map(reply -> new ArrayList<>(ReplyShapes.list(reply.body()).values()));
  }

  /** The result of a list tool: the items under their noun, and the call for the rest. */
  public Result result(
      String noun,
      Function<JsonNode, ObjectNode> item,
      String tool,
      ObjectNode arguments,
      int offset,
      int limit) {
    ArrayNode shown = Json.array();
    items.forEach(row -> shown.add(item.apply(row)));
    ObjectNode data = Json.object();
    data.set(noun, shown);
    return Result.of(data)
        .paged(
            new Result.Page(
                noun,
                more,
                after ->
                    new Next(
                        tool,
                        arguments.deepCopy().put("offset", offset + after).put("limit", limit),
                        "the next page")));
  }
}
