package io.jettymcp.transport.http;

import io.jettymcp.secret.Secret;
import java.util.Map;
import java.util.Optional;

/** Authenticates callers by the rules of {@code --auth}. */
public interface Callers {
  /**
   * Authenticates the caller of a request.
   *
   * @param bearer the token of the request's {@code Authorization} header, if it has one
   * @param restrictions the request's {@code X-Jetty-...} headers by name in lower case
   * @throws HttpError if the caller is not allowed, or a header is invalid
   */
  Caller identify(Optional<Secret> bearer, Map<String, String> restrictions) throws HttpError;
}
