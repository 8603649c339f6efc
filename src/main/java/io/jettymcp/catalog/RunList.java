package io.jettymcp.catalog;

import static io.jettymcp.catalog.TrajectoryTools.STATUS;
import static io.jettymcp.catalog.Words.COLLECTION;
import static io.jettymcp.catalog.Words.LIMIT_RUNS;
import static io.jettymcp.catalog.Words.PAGE;
import static io.jettymcp.catalog.Words.TASK;

import io.jettymcp.api.Failure;
import io.jettymcp.api.Keep;
import io.jettymcp.api.Request;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of runs. Jetty filters nothing, so a wanted status is looked for here, over some pages if
 * it is rare.
 */
final class RunList {
  /** How many pages are read at most to find a status. */
  private static final int MOST_PAGES = 10;

  private static final Keep PAGE_OF_RUNS =
      Keep.fields("total", "page", "limit", "has_more").with("trajectories", Trajectories.BRIEF);

  private final Call call;
  private final String collection;
  private final String task;
  private final int limit;
  private final int firstPage;
  private final Optional<String> status;

  RunList(Call call) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
    this.limit = in.get(LIMIT_RUNS);
    this.firstPage = in.get(PAGE);
    this.status = in.find(STATUS);
  }

  Mono<Result> read() {
    return read(firstPage, new ArrayList<>());
  }

  private Mono<Result> read(int page, List<JsonNode> found) {
    Request request =
        Request.get("/api/v1/db/trajectories/{}/{}", collection, task)
            .query("limit", limit)
            .query("page", page)
            .keeping(PAGE_OF_RUNS);
    return call.send(request)
        .flatMap(
            reply -> {
              ArrayNode runs =
                  Json.list(reply.body(), "trajectories")
                      .orElseThrow(
                          () ->
                              new Failure.Unavailable(
                                  Failure.Unavailable.Reason.UNREADABLE,
                                  "the reply holds no list of trajectories"));
              runs.values().stream().filter(this::wanted).forEach(found::add);
              boolean more = reply.body().path("has_more").asBoolean(runs.size() == limit);
              if (status.isPresent()
                  && more
                  && found.size() < limit
                  && page - firstPage + 1 < MOST_PAGES) {
                call.progress("read page " + page + ", " + found.size() + " found");
                return read(page + 1, found);
              }
              return Mono.just(result(found, page, more, reply.body().path("total")));
            });
  }

  private boolean wanted(JsonNode run) {
    return status.map(run.path("status").asString("")::equals).orElse(true);
  }

  private Result result(List<JsonNode> found, int lastPage, boolean more, JsonNode total) {
    ArrayNode shown = Json.array();
    found.forEach(run -> shown.add(Trajectories.row(collection, task, run)));
    ObjectNode data = Json.object();
    data.set("trajectories", shown);
    if (total.isIntegralNumber()) {
      data.set("total", total);
    }
    data.put("page", lastPage);
    return Result.of(data)
        .paged(new Result.Page("trajectories", more, after -> rest(shown.size(), after, lastPage)));
  }

  /**
   * The call for what follows. Where the page was cut short after some runs, smaller pages are
   * chosen such that one begins right there.
   */
  private Next rest(int all, int after, int lastPage) {
    ObjectNode arguments = Json.object().put("collection", collection).put("task", task);
    status.ifPresent(text -> arguments.put("status", text));
    if (after >= all || status.isPresent()) {
      arguments.put("limit", limit).put("page", lastPage + 1);
    } else {
      int start = (firstPage - 1) * limit + after;
      int size = Math.max(1, after);
      while (start % size != 0) {
        size--;
      }
      arguments.put("limit", size).put("page", start / size + 1);
    }
    return new Next("list-trajectories", arguments, "the next page");
  }
}
