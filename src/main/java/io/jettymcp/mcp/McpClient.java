package io.jettymcp.mcp;

import io.jettymcp.tool.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The caller of a tool: an MCP host with a user, or a shell. */
public interface McpClient {
  /** Returns whether the user can be asked. */
  boolean canAsk();

  /**
   * Asks the user to choose; empty if they did not. Requires {@link #canAsk()}; fails if the
   * question did not reach the user.
   */
  Mono<Optional<String>> choose(String question, String field, List<String> options);

  /**
   * Asks the user for strings; empty if they gave none. Requires {@link #canAsk()}; fails as {@link
   * #choose} does.
   */
  Mono<Map<String, String>> ask(String question, List<Question> questions);

  /** Returns whether a page can be offered to the user. */
  boolean canOfferPages();

  /**
   * Offers to open a page in the user's browser; completes when they have answered. Requires {@link
   * #canOfferPages()}.
   */
  Mono<Void> offerPage(String why, String url);

  /** Asks the user to confirm. Requires {@link #canAsk()}; fails as {@link #choose} does. */
  Mono<Boolean> confirm(String question);

  /** Reports progress; the message is sanitized already. */
  void progress(String message);
}
