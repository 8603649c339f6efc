package io.jettymcp.cli.doctor;

import io.jettymcp.config.ProxySelection;
import io.jettymcp.config.Source;
import io.jettymcp.config.TokenStore;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Unavailable;
import java.util.Optional;

/**
 * Chooses what to do about a failure of Jetty or of the way to it.
 *
 * @param proxy to Jetty, if it is not in this process
 * @param program how the person types the name of this program
 */
record Fixes(Optional<ProxySelection> proxy, String program) {
  private static final String CHECK_CONNECTION =
      "check the network, the proxy and JETTY_API_URL; --proxy or HTTPS_PROXY sets a proxy";

  /** Returns what to do about a failure; empty if its summary says so itself. */
  Optional<String> of(Failure failure) {
    if (failure instanceof RateLimited limited) {
      return Optional.of(
          "retry in "
              + limited
                  .retryAfter()
                  .map(after -> Math.max(1, after.toSeconds()) + " s")
                  .orElse("a minute"));
    }
    return failure instanceof Unavailable down
        ? unavailable(down.reason())
        : Optional.of("find out whose token this is: " + program + " call whoami");
  }

  private Optional<String> unavailable(Unavailable.Reason reason) {
    return switch (reason) {
      case SERVER_ERROR -> Optional.of("retry later; if the error remains, check JETTY_API_URL");
      case BLOCKED, INTERCEPTED -> Optional.empty();
      case NOT_CONNECTED, BROKEN_OFF, TIMED_OUT, UNREADABLE ->
          Optional.of(ofProxy().orElse(CHECK_CONNECTION));
    };
  }

  private Optional<String> ofProxy() {
    return proxy
        .filter(selection -> selection.proxy().isPresent())
        .map(
            selection ->
                "check the proxy of "
                    + selection.reason()
                    + "; --proxy URL sets another one, --proxy none connects directly");
  }

  /**
   * Returns what to do about a token that Jetty rejects.
   *
   * @param token where it came from: the environment variable overrides what {@code login} stores
   */
  String ofRejected(Source token) {
    String create = "create a new one at https://jetty.io under Settings, API Tokens, ";
    return token instanceof Source.Environment
        ? create
            + "and set "
            + TokenStore.VARIABLE
            + " to it; or unset this variable and run "
            + program
            + " login"
        : create + "then run " + program + " login";
  }
}
