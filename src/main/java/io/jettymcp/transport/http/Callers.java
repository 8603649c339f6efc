package io.jettymcp.transport.http;

import io.jettymcp.secret.Secret;
import java.util.Map;
import java.util.Optional;

/** Who may call, by the rules of {@code --auth}. */
public interface Callers {
  /**
   * Finds out who calls.
   *
   * @param bearer the token of the request's {@code Authorization} header, if it has one
   * @param narrowing the request's {@code X-Jetty-...} headers by name in lower case
   * @throws Refusal if they may not call, or a header is wrong
   */
  Caller identify(Optional<Secret> bearer, Map<String, String> narrowing) throws HttpError;
}
