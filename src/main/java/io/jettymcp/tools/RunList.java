package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.STATUS;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;
import static io.jettymcp.tool.CommonParams.PAGE;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.json.Json;
import io.jettymcp.runs.RunPage;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of runs. Jetty filters nothing, so a page of the runs of one status is made here, by
 * reading from the newest run on until the page is full.
 */
final class RunList {
  /** How many runs are asked for at a time, and how often at most, to find a status. */
  private static final int SCAN_PAGE = 100;

  private static final int MAX_SCANS = 20;

  private final Call call;
  private final String collection;
  private final String task;
  private final int limit;
  private final int page;

  RunList(Call call) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
    this.limit = in.get(LIMIT_RUNS);
    this.page = in.get(PAGE);
  }

  Mono<Result> read() {
    Optional<String> status = call.in().find(STATUS);
    return status.isPresent()
        ? scan(status.get(), 1, new ArrayList<>())
        : ask(page, limit)
            .map(answer -> result(answer.runs(), answer.more(), answer.total(), this::rest));
  }

  private Mono<RunPage> ask(int number, int size) {
    return RunPage.read(call, collection, task, number, size, Runs.BRIEF);
  }

  private Mono<Result> scan(String status, int number, List<JsonNode> found) {
    return ask(number, SCAN_PAGE)
        .flatMap(
            answer -> {
              answer.runs().stream()
                  .filter(run -> run.path("status").asString("").equals(status))
                  .forEach(found::add);
              long wanted = (long) page * limit;
              boolean known = found.size() > wanted || !answer.more() || answer.runs().isEmpty();
              if (!known && number < MAX_SCANS) {
                call.progress("looked at page " + number + ", found " + found.size());
                return scan(status, number + 1, found);
              }
              long from = Math.min(wanted - limit, found.size());
              long to = Math.min(wanted, found.size());
              List<JsonNode> shown = found.subList((int) from, (int) to);
              boolean more = found.size() > wanted || !known;
              return Mono.just(
                  result(
                      shown,
                      more,
                      answer.total(),
                      after ->
                          known || after < shown.size() ? rest(after, status) : beyond(number)));
            });
  }

  private Result result(List<JsonNode> runs, boolean more, JsonNode total, IntFunction<Next> rest) {
    ArrayNode shown = Json.array();
    runs.forEach(run -> shown.add(Runs.row(collection, task, run)));
    ObjectNode data = Json.object();
    data.set("trajectories", shown);
    if (total.isIntegralNumber()) {
      data.set("total", total);
    }
    data.put("page", page);
    return Result.of(data)
        .paged(
            new Result.Page(
                "trajectories", more, after -> rest.apply(after >= shown.size() ? limit : after)));
  }

  private Next rest(int after, String status) {
    Next next = rest(after);
    next.arguments().put("status", status);
    return next;
  }

  /**
   * The call for what follows. Where a page was cut short after some runs, smaller pages are chosen
   * such that one begins right there, or a few runs before.
   */
  private Next rest(int after) {
    long start = (page - 1L) * limit + after;
    int size = Math.max(1, after);
    for (int smaller = size; smaller > after / 2; smaller--) {
      if (start % smaller < start % size) {
        size = smaller;
      }
    }
    return next(size, (int) (start / size) + 1, "the next page");
  }

  /** After that many runs no more are looked at for their status. */
  private Next beyond(int lastScan) {
    return next(SCAN_PAGE, lastScan + 1, "older runs, of any status");
  }

  private Next next(int size, int number, String why) {
    ObjectNode arguments = Json.object().put("collection", collection).put("task", task);
    return new Next("list-trajectories", arguments.put("limit", size).put("page", number), why);
  }
}
