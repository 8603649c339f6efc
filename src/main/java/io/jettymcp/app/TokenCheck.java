package io.jettymcp.app;

import io.jettymcp.config.Settings;
import io.jettymcp.secret.Secret;

/** Asks Jetty whether it takes a token. */
@FunctionalInterface
public interface TokenCheck {

  /** Asks now, at the address that the settings name, and waits for the answer. */
  Outcome check(Secret token, Settings settings);

  /** What Jetty said. */
  sealed interface Outcome {}

  /**
   * Jetty takes the token.
   *
   * @param whose whom it stands for, in words, for example {@code collection acme}
   */
  record Accepted(String whose) implements Outcome {}

  /**
   * Jetty does not take it.
   *
   * @param why a full sentence
   */
  record Refused(String why) implements Outcome {}

  /**
   * Jetty could not be asked.
   *
   * @param why a full sentence
   */
  record Unanswered(String why) implements Outcome {}
}
