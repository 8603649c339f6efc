package io.jettymcp.mcp;

import java.time.Duration;

/**
 * Reports that a question has no answer of the user: neither a value nor a refusal. The message is
 * a clause about the cause; it can quote the host.
 */
final class Unanswered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean malformed;

  private Unanswered(String cause, boolean malformed) {
    super(cause, null, false, false);
    this.malformed = malformed;
  }

  static Unanswered dismissed() {
    return new Unanswered("the user closed the question without an answer (cancel)", false);
  }

  static Unanswered refusedByHost(int code, String message) {
    return new Unanswered(
        "the host answered the question with an error (" + code + ": " + message + ")", false);
  }

  static Unanswered late(Duration limit) {
    return new Unanswered(
        "the question had no answer within " + limit.toMinutes() + " minutes", false);
  }

  /**
   * @param fault the rest of a sentence that begins with the answer
   */
  static Unanswered malformed(String fault) {
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
