package io.jettymcp.tool;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** One call of a tool that needs more than one exchange with Jetty. */
public interface Call extends Exchange {
  /** The least that a wait is shortened to. */
  Duration MIN_WAIT = Duration.ofSeconds(1);

  /** For how long Jetty can fail to know a run that was started. */
  Duration UNLISTED = Duration.ofMinutes(1);

  /** The checked arguments; the collection is resolved. */
  Args in();

  /** Sends a request; errors arrive as {@link io.jettymcp.jetty.Failure}. */
  @Override
  Mono<Reply> send(Request request);

  /**
   * Returns a tree as results show it: cleaned and redacted, with nothing cut. Objects and arrays
   * have the same parts in the same order. Waits for the secrets of the collection; fails if they
   * cannot be read.
   */
  Mono<JsonNode> shown(JsonNode tree);

  /** Returns whether the caller has a tool, so that an error can name it. */
  boolean offers(Signature tool);

  /** Reports progress, if the caller asked for it. */
  default void progress(String message) {
    progress(() -> message);
  }

  /**
   * Reports progress, if the caller asked for it, and again with words of that moment whenever the
   * call has been silent for some seconds.
   */
  void progress(Supplier<String> words);

  /**
   * Offers a picture of how far the runs are that this call waits for, to callers that draw one.
   *
   * @param timeline returns the newest state; called by other threads
   */
  default void offerTimeline(Supplier<Timeline> timeline) {}

  /** Says which run this call waits for from now on. */
  void waitsFor(RunRef run);

  /** Asks the person at the host for some values; empty if none can be asked, or none answered. */
  Mono<Map<String, String>> ask(String question, List<Question> questions);

  /**
   * Asks the person at the host before this call does a lot, as before a destructive one. Completes
   * if it may; fails if they decline or cannot be asked.
   *
   * @param what what the call would do, beginning with a verb
   */
  Mono<Void> confirm(String what);

  /**
   * Offers to open a page in the person's browser, where secrets are given without passing the
   * host. Completes when the person has answered, at once where the host has no such offer.
   */
  Mono<Void> offerPage(String why, String url);

  /** Returns whether the caller follows by itself what this call begins, so it need not wait. */
  boolean inBackground();

  /** Remembers a run that this process started: Jetty may not know it for a few seconds. */
  void started(RunRef run);

  /** Returns whether this process started the run so recently that Jetty may not know it. */
  boolean justStarted(String trajectoryId);

  /** Returns the newest run of a task that was {@linkplain #justStarted just started}, if any. */
  Optional<String> lastStarted(TaskRef task);

  /** Returns the time after which this call ends with an error. */
  Duration timeLeft();

  /**
   * Shortens a wait, to a second at the least, so that some time of this call is left after it.
   *
   * @param reserve what is left
   */
  default Duration shortened(Duration wait, Duration reserve) {
    Duration left = timeLeft().minus(reserve);
    Duration longest = left.compareTo(MIN_WAIT) > 0 ? left : MIN_WAIT;
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  LocalAccess local();

  Clock clock();
}
