package io.jettymcp.tool;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.json.FieldMask;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A page of the runs of a task as Jetty sends it, newest first.
 *
 * @param runs the items of the list, whatever they are
 * @param more whether there are pages after this one
 * @param total how many runs there are on all pages, if Jetty says so
 */
public record RunPage(List<JsonNode> runs, boolean more, JsonNode total) {
  /**
   * Reads a page.
   *
   * @param number from 1
   * @param size to 100
   * @param run the fields to read of each run; Jetty sends all of them
   */
  public static Mono<RunPage> read(
      Exchange jetty, TaskRef task, int number, int size, FieldMask run) {
    FieldMask page =
        run.with("trajectories", run).with("has_more", FieldMask.ALL).with("total", FieldMask.ALL);
    return jetty
        .send(task.runs().query("limit", size).query("page", number).fields(page))
        .map(
            reply -> {
              ArrayNode runs = ReplyShapes.list(reply.body(), "trajectories");
              return new RunPage(
                  List.copyOf(runs.values()),
                  reply.body().path("has_more").asBoolean(runs.size() == size),
                  reply.body().path("total"));
            });
  }
}
