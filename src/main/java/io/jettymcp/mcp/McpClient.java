package io.jettymcp.mcp;

import io.jettymcp.tool.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Whoever makes a call: a host with a person before it, or a shell. */
public interface McpClient {
  /** Whether a person can be asked. */
  boolean canAsk();

  /**
   * Lets a person choose; empty if they did not. Only where {@link #canAsk()}, and even then it
   * fails if the question did not reach anybody.
   */
  Mono<Optional<String>> choose(String question, String field, List<String> options);

  /**
   * Asks a person for some texts; empty if they gave none. Only where {@link #canAsk()}; fails as
   * {@link #choose} does.
   */
  Mono<Map<String, String>> ask(String question, List<Question> questions);

  /** Whether a page can be offered to a person. */
  boolean canOfferPages();

  /**
   * Offers to open a page in a person's browser; completes when they have answered. Only where
   * {@link #canOfferPages()}.
   */
  Mono<Void> offerPage(String why, String url);

  /** Asks a person to confirm. Only where {@link #canAsk()}; fails as {@link #choose} does. */
  Mono<Boolean> confirm(String question);

  /** Tells what is happening, in words that may be shown. */
  void progress(String message);
}
