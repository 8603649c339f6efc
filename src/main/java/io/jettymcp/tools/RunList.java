package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.LIST_TRAJECTORIES;
import static io.jettymcp.runs.RunSignatures.STATUS;
import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;
import static io.jettymcp.tool.CommonParams.PAGE;

import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunPage;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Lists a page of runs. Jetty cannot filter, so a page of the runs of one status is made here, by
 * reading from the newest run on until the page is full.
 */
final class RunList {
  private record Page(List<Runs.Listed> runs, JsonNode total, int number) {}

  static final View<Page> VIEW =
      View.of(Page.class)
          .page("trajectories", "Newest first", Runs.ROW, Page::runs)
          .integer("total", page -> page.total().isIntegralNumber() ? page.total() : null)
          .describedAs("Of all pages, whatever their status")
          .integer("page", Page::number);

  /** How many runs to read at a time to find those of a status. */
  private static final int SCAN_PAGE = 100;

  private static final int MAX_SCANS = 20;

  private final Call call;
  private final TaskRef task;
  private final int limit;
  private final int page;

  RunList(Call call) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.limit = in.get(LIMIT_RUNS);
    this.page = in.get(PAGE);
  }

  Mono<Result> read() {
    Optional<String> status = call.in().find(STATUS);
    return status.isPresent()
        ? scan(status.get(), 1, new ArrayList<>())
        : read(page, limit)
            .map(found -> result(found.runs(), found.more(), found.total(), this::rest));
  }

  private Mono<RunPage> read(int number, int size) {
    return RunPage.read(call, task, number, size, Runs.BRIEF);
  }

  private Mono<Result> scan(String status, int number, List<JsonNode> found) {
    return read(number, SCAN_PAGE)
        .flatMap(
            scanned -> {
              scanned.runs().stream()
                  .filter(run -> run.path("status").asString("").equals(status))
                  .forEach(found::add);
              long wanted = (long) page * limit;
              boolean known = found.size() > wanted || !scanned.more() || scanned.runs().isEmpty();
              if (!known && number < MAX_SCANS) {
                call.progress("read page " + number + ", found " + found.size());
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
                      scanned.total(),
                      after ->
                          known || after < shown.size()
                              ? rest(after).with(STATUS, status)
                              : beyond(number)));
            });
  }

  private Result result(List<JsonNode> runs, boolean more, JsonNode total, IntFunction<Next> rest) {
    List<Runs.Listed> rows = runs.stream().map(run -> new Runs.Listed(task, new Run(run))).toList();
    return Result.of(VIEW, new Page(rows, total, page))
        .paged(
            new Result.Page(
                "trajectories", more, after -> rest.apply(after >= rows.size() ? limit : after)));
  }

  /**
   * Suggests the call for what follows. Where a page was cut short after some runs, smaller pages
   * are chosen such that one begins right there, or a few runs before.
   */
  private Next rest(int after) {
    long start = (page - 1L) * limit + after;
    int size = Math.max(1, after);
    for (int smaller = size; smaller > after / 2; smaller--) {
      if (start % smaller < start % size) {
        size = smaller;
      }
    }
    return next(size, (int) (start / size) + 1).because("the next page");
  }

  /** Suggests the runs that were not searched for the status. */
  private Next beyond(int lastScan) {
    return next(SCAN_PAGE, lastScan + 1).because("older runs, of any status");
  }

  private Next next(int size, int number) {
    return LIST_TRAJECTORIES.with(task).with(LIMIT_RUNS, size).with(PAGE, number);
  }
}
