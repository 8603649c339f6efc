package io.jettymcp.tool;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** One call of a tool that needs more than one exchange with Jetty. */
public interface Call extends Exchange {
  /** The checked arguments; the collection is resolved. */
  Args in();

  /** Sends a request; errors arrive as {@link io.jettymcp.api.Failure}. */
  @Override
  Mono<Reply> send(Request request);

  /** Tells the caller what is happening, if it asked to be told. */
  void progress(String message);

  /**
   * Asks the person before the host for some texts. Empty if nobody can be asked, or nobody
   * answered.
   */
  Mono<Map<String, String>> ask(String question, List<Question> questions);

  /**
   * Offers to open a page in the person's browser, where secrets are given without passing the
   * host. Completes when the person has answered, at once where the host has no such offer.
   */
  Mono<Void> offerPage(String why, String url);

  /** Remembers a run that this process started: Jetty may not know it for a few seconds. */
  void started(String trajectoryId);

  /** Whether this process started the run within the last minute. */
  boolean justStarted(String trajectoryId);

  LocalAccess local();

  Clock clock();
}
