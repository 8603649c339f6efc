package io.jettymcp.mcp.call;

import io.jettymcp.tool.Question;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Timeline;
import java.time.Duration;
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

  /** Says, in a clause, why the user cannot be asked to confirm. */
  default String whyNoQuestion() {
    return "this host cannot ask for confirmation";
  }

  /**
   * Says what leads on where a call was not confirmed, in sentences.
   *
   * @param command makes the same call in a shell, confirmed
   */
  default String confirmAnotherWay(String command) {
    return "With --confirm never, jetty-mcp leaves the question to the host. Or ask the user to run: "
        + command;
  }

  /**
   * Completes once the call may change something. Fails with a {@link io.jettymcp.jetty.Failure} if
   * the user refused it. Never completes if the same answers came before: then the request ends
   * with an error.
   */
  default Mono<Void> mayChange() {
    return Mono.empty();
  }

  /** Returns whether the client follows by itself what a call begins. */
  default boolean followsTasks() {
    return false;
  }

  /** Learns which run the call waits for. */
  default void waitsFor(RunRef run) {}

  /**
   * Reports progress, and again with words of that moment whenever the call has been silent for
   * some seconds. The words are sanitized already.
   */
  void progress(Supplier<String> words);

  /**
   * Offers a picture of how far the runs are that a call waits for. Hosts have no use for it. The
   * texts are sanitized already.
   *
   * @param timeline returns the newest state; empty until it is known what can be shown
   */
  default void offerTimeline(Supplier<Optional<Timeline>> timeline) {}

  /**
   * Reports that a question has no answer of the user: neither a value nor a refusal. The message
   * is a clause about the cause; it can quote the host.
   */
  final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean malformed;

    private Unanswered(String cause, boolean malformed) {
      super(cause, null, false, false);
      this.malformed = malformed;
    }

    public static Unanswered dismissed() {
      return new Unanswered("the user closed the question without an answer (cancel)", false);
    }

    public static Unanswered refusedByHost(int code, String message) {
      return new Unanswered(
          "the host answered the question with an error (" + code + ": " + message + ")", false);
    }

    public static Unanswered late(Duration limit) {
      return new Unanswered(
          "the question had no answer within " + limit.toMinutes() + " minutes", false);
    }

    /**
     * Reports an answer of the wrong form.
     *
     * @param fault the rest of a sentence that begins with the answer
     */
    public static Unanswered malformed(String fault) {
      return new Unanswered("the answer of the host to the question " + fault, true);
    }

    /** Returns whether the host answered with what is no answer. */
    boolean isMalformed() {
      return malformed;
    }

    String cause() {
      return String.valueOf(getMessage());
    }
  }
}
