package io.jettymcp.tool;

import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Items of a list that Jetty pages with {@code skip} and {@code limit}. Its arrays carry no total
 * and end at {@link #SERVER_PAGE} without notice, so one more item than wanted is requested.
 *
 * @param items the items of the page
 * @param more whether there are more after them
 * @param offset the place of the first item in the list
 * @param limit the most items that were wanted
 */
public record ListPage<T>(List<T> items, boolean more, int offset, int limit) {
  /** The number of items that Jetty returns at most unless more are requested. */
  static final int SERVER_PAGE = 100;

  /** The most that {@link #all} reads. */
  static final int ALL_LIMIT = 2_000;

  /** A list that Jetty does not page. */
  public static <T> ListPage<T> of(Iterable<? extends T> items, boolean more) {
    List<T> all = new ArrayList<>();
    items.forEach(all::add);
    return new ListPage<>(all, more, 0, all.size());
  }

  public static Mono<ListPage<JsonNode>> read(Exchange jetty, Request list, int offset, int limit) {
    return items(jetty, list, offset, limit + 1)
        .flatMap(
            items -> {
              if (items.size() > limit) {
                return Mono.just(new ListPage<>(items.subList(0, limit), true, offset, limit));
              }
              if (items.size() < limit || limit < SERVER_PAGE) {
                return Mono.just(new ListPage<>(items, false, offset, limit));
              }
              return items(jetty, list, offset + limit, 1)
                  .map(following -> new ListPage<>(items, !following.isEmpty(), offset, limit));
            });
  }

  /** Reads the whole list, a server page at a time, up to {@link #ALL_LIMIT} items. */
  public static Mono<ListPage<JsonNode>> all(Exchange jetty, Request list) {
    return pages(jetty, list, new ArrayList<>());
  }

  private static Mono<ListPage<JsonNode>> pages(
      Exchange jetty, Request list, List<JsonNode> before) {
    return items(jetty, list, before.size(), SERVER_PAGE)
        .flatMap(
            page -> {
              before.addAll(page);
              if (page.size() < SERVER_PAGE) {
                return Mono.just(of(before, false));
              }
              return before.size() >= ALL_LIMIT
                  ? Mono.just(of(before, true))
                  : pages(jetty, list, before);
            });
  }

  private static Mono<List<JsonNode>> items(Exchange jetty, Request list, int skip, int limit) {
    return jetty
        .send(list.query("skip", skip).query("limit", limit))
        .map(reply -> new ArrayList<>(ReplyShapes.list(reply.body()).values()));
  }

  /** Cuts a page out of these items, where Jetty returns a list that it does not page. */
  public ListPage<T> part(int from, int most) {
    int start = Math.min(from, items.size());
    int end = Math.min(start + most, items.size());
    return new ListPage<>(items.subList(start, end), more || end < items.size(), from, most);
  }

  public ListPage<T> filter(Predicate<? super T> wanted) {
    return new ListPage<>(items.stream().filter(wanted).toList(), more, offset, limit);
  }

  public <S> ListPage<S> map(Function<? super T, ? extends S> change) {
    return new ListPage<>(items.stream().<S>map(change).toList(), more, offset, limit);
  }

  /** Declares the result of a list tool. */
  public static <T> View<ListPage<T>> view(String noun, View<T> row) {
    @SuppressWarnings("unchecked") // a class literal has no type arguments
    Class<ListPage<T>> type = (Class<ListPage<T>>) (Class<?>) ListPage.class;
    return View.of(type).page(noun, row, ListPage::items);
  }

  /**
   * Makes the result of a list tool.
   *
   * @param noun the field that holds the list
   * @param call the call that was made, without {@code offset} and {@code limit}
   */
  public Result result(View<T> row, String noun, Next call) {
    return Result.of(view(noun, row), this)
        .paged(
            new Result.Page(
                noun,
                more,
                after ->
                    call.with(OFFSET, offset + after).with(LIMIT, limit).because("the next page")));
  }
}
