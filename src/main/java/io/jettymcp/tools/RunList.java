package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.LIST_TRAJECTORIES;
import static io.jettymcp.runs.RunSignatures.STATUS;
import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;
import static io.jettymcp.tool.CommonParams.PAGE;

import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunFilter;
import io.jettymcp.runs.RunSearch;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunPage;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Lists a page of runs. Jetty cannot filter, so a page of the runs that a filter selects is made
 * here, by reading from the newest run on until the page is full.
 */
final class RunList {
  /**
   * @param total how many runs match, if that is known
   * @param note how far the search went, if not far enough
   */
  record Page(List<Runs.Listed> runs, Optional<Integer> total, int number, Optional<String> note) {
    static final View<Page> VIEW =
        View.of(Page.class)
            .page("trajectories", "Newest first", Runs.Listed.VIEW, Page::runs)
            .integer("total", Page::total)
            .describedAs("Of all matching runs, where known")
            .integer("page", Page::number)
            .text("note", Page::note);
  }

  /** How many runs to read at a time to find those that a filter selects. */
  private static final int SEARCH_PAGE = 100;

  /** More than a search can find. */
  private static final int MAX_FOUND = 1_000_000;

  private final Call call;
  private final TaskRef task;
  private final RunFilter filter;
  private final int limit;
  private final int page;

  RunList(Call call) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.filter = RunFilter.of(in, STATUS);
    this.limit = in.get(LIMIT_RUNS);
    this.page = in.get(PAGE);
  }

  Mono<Result> read() {
    return filter.isAll()
        ? RunPage.read(call, task, page, limit, Runs.LISTED).map(this::all)
        : search().find((int) Math.min((long) page * limit + 1, MAX_FOUND)).map(this::matching);
  }

  private RunSearch<JsonNode> search() {
    return new RunSearch<>(
        call, task, filter, Runs.LISTED, SEARCH_PAGE, run -> Mono.just(run.json()));
  }

  private Result all(RunPage found) {
    Optional<Integer> total =
        found.total().isIntegralNumber() ? Optional.of(found.total().asInt(0)) : Optional.empty();
    return result(found.runs(), found.more(), total, Optional.empty(), this::rest);
  }

  private Result matching(RunSearch.Found<JsonNode> found) {
    int size = found.runs().size();
    int from = (int) Math.min((page - 1L) * limit, size);
    int to = (int) Math.min((long) page * limit, size);
    boolean more = size > to || !found.complete();
    boolean known = size > to || found.complete();
    int shown = to - from;
    return result(
        found.runs().subList(from, to),
        more,
        found.complete() ? Optional.of(found.matching()) : Optional.empty(),
        known ? Optional.empty() : found.limit(),
        after ->
            known || after < shown
                ? RunFilter.repeat(call.in(), STATUS, rest(after))
                : beyond(found.read() / SEARCH_PAGE));
  }

  private Result result(
      List<JsonNode> runs,
      boolean more,
      Optional<Integer> total,
      Optional<String> note,
      IntFunction<Next> rest) {
    List<Runs.Listed> rows = runs.stream().map(run -> new Runs.Listed(task, new Run(run))).toList();
    return Result.of(Page.VIEW, new Page(rows, total, page, note))
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

  /** Suggests the runs that were not searched. */
  private Next beyond(int lastPage) {
    return next(SEARCH_PAGE, lastPage + 1).because("older runs, without the filter");
  }

  private Next next(int size, int number) {
    return LIST_TRAJECTORIES.with(task).with(LIMIT_RUNS, size).with(PAGE, number);
  }
}
