package io.jettymcp.mcp;

import io.jettymcp.tool.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The caller of a tool: an MCP host with a user, or a shell. */
public interface McpClient {
  /** Returns whether the user can be asked. */
  boolean canAsk();

  /**
   * Asks the user to choose; empty if they refused. Requires {@link #canAsk()}; fails with {@link
   * Unanswered} if there is no answer of theirs.
   */
  Mono<Optional<String>> choose(String question, String field, List<String> options);

  /**
   * Returns what a question of several calls of the session brings, which is asked once and whose
   * answer is remembered.
   *
   * @param isValid whether a remembered answer still holds
   */
  default Mono<String> once(Predicate<String> isValid, Mono<String> question) {
    return question;
  }

  /**
   * Asks the user for strings; empty if they refused. Requires {@link #canAsk()}; fails as {@link
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

  /**
   * Reports progress, and again with words of that moment whenever the call has been silent for
   * some seconds. The words are sanitized already.
   */
  void progress(Supplier<String> words);
}
