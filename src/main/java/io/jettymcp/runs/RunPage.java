package io.jettymcp.runs;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.ReplyShapes;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One page of the runs of a task as Jetty gives it, newest first.
 *
 * @param runs whatever stands in the list
 * @param more whether there are pages after this one
 * @param total how many runs there are on all pages, if Jetty says so
 */
public record RunPage(List<JsonNode> runs, boolean more, JsonNode total) {
  /**
   * Reads a page.
   *
   * @param number from 1
   * @param size to 100
   * @param run what to keep of each run; Jetty sends them whole
   */
  public static Mono<RunPage> read(
      Exchange jetty, String collection, String task, int number, int size, FieldMask run) {
    FieldMask page =
        run.with("trajectories", run).with("has_more", FieldMask.ALL).with("total", FieldMask.ALL);
    return jetty
        .send(
            Request.get("/api/v1/db/trajectories/{}/{}", collection, task)
                .query("limit", size)
                .query("page", number)
                .fields(page))
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
