package io.jettymcp.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The raw result of a handler: it is redacted, projected through the tool's {@link View} and
 * limited in size before it leaves.
 *
 * @param data the fields of the result
 * @param next calls that give the rest or are the natural next step
 * @param page how to get the rest of a list, if the result is one
 * @param excerpt data of any size that is shown a piece at a time
 * @param ifCut calls that give the rest, shown only if the result had to be cut
 * @param collections those that the result mentions, if the call itself is about none
 * @param attached images and links to show beside the data
 * @param maxBytes how large text and structured content may be, each
 * @param ongoing how to follow what is not finished, for callers that do
 */
public record Result(
    ObjectNode data,
    List<Next> next,
    Optional<Page> page,
    Optional<Excerpt> excerpt,
    List<Next> ifCut,
    List<String> collections,
    List<Attachment> attached,
    int maxBytes,
    Optional<Ongoing> ongoing) {
  /** The usual bound in bytes: what a model reads with ease, about 8,000 tokens. */
  public static final int MAX_BYTES = 32_000;

  /**
   * A list that may have to be cut.
   *
   * @param noun the field that holds the list
   * @param more whether Jetty has more than the list holds
   * @param rest the call that goes on after so many of the list's items
   */
  public record Page(String noun, boolean more, IntFunction<Next> rest) {}

  /**
   * Data shown whole under {@code field} where it fits, else as text under {@code field_text} from
   * an offset on.
   *
   * @param field where it is shown
   * @param value the data
   * @param offset the first character to show
   * @param rest the call that goes on from another offset
   */
  public record Excerpt(String field, JsonNode value, int offset, IntFunction<Next> rest) {}

  public Result {
    next = List.copyOf(next);
    ifCut = List.copyOf(ifCut);
    collections = List.copyOf(collections);
    attached = List.copyOf(attached);
  }

  public static Result of(ObjectNode data) {
    return new Result(
        data,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        MAX_BYTES,
        Optional.empty());
  }

  /** Reads the source through the view of the tool. */
  public static <T> Result of(View<T> view, T source) {
    return of(view.read(source));
  }

  public Result suggest(Next step) {
    List<Next> more = new ArrayList<>(next);
    more.add(step);
    return new Result(data, more, page, excerpt, ifCut, collections, attached, maxBytes, ongoing);
  }

  public Result paged(Page list) {
    return new Result(
        data, next, Optional.of(list), excerpt, ifCut, collections, attached, maxBytes, ongoing);
  }

  public Result excerpt(Excerpt part) {
    return new Result(
        data, next, page, Optional.of(part), ifCut, collections, attached, maxBytes, ongoing);
  }

  public Result atMost(int bytes) {
    return new Result(data, next, page, excerpt, ifCut, collections, attached, bytes, ongoing);
  }

  /** The call that shows what is left out, where the result as a whole does not fit. */
  public Result ifCut(List<Next> calls) {
    return new Result(data, next, page, excerpt, calls, collections, attached, maxBytes, ongoing);
  }

  /** Adds collections that the result mentions: their environments are read before it leaves. */
  public Result mentionsCollections(List<String> names) {
    return new Result(data, next, page, excerpt, ifCut, names, attached, maxBytes, ongoing);
  }

  public Result attach(List<? extends Attachment> more) {
    List<Attachment> all = new ArrayList<>(attached);
    all.addAll(more);
    return new Result(data, next, page, excerpt, ifCut, collections, all, maxBytes, ongoing);
  }

  /** Adds how to follow what is not finished. */
  public Result ongoing(Ongoing how) {
    return new Result(
        data, next, page, excerpt, ifCut, collections, attached, maxBytes, Optional.of(how));
  }
}
