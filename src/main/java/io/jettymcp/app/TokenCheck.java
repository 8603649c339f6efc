package io.jettymcp.app;

import io.jettymcp.config.Settings;
import io.jettymcp.secret.Secret;

/** Verifies a token with Jetty. */
@FunctionalInterface
public interface TokenCheck {

  /** Sends the requests now, to the address in the settings, and waits for the replies. */
  Outcome check(Secret token, Settings settings);

  sealed interface Outcome {}

  /**
   * Jetty accepts the token.
   *
   * @param scope what it grants access to, for example {@code collection acme}
   */
  record Accepted(String scope) implements Outcome {}

  /**
   * Jetty rejects the token.
   *
   * @param advice a full sentence
   */
  record Rejected(String advice) implements Outcome {}

  /**
   * Jetty could not be reached, or failed.
   *
   * @param reason what happened, without a full stop
   */
  record Unverified(String reason) implements Outcome {}
}
