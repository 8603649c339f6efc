package io.jettymcp.transport.http;

import io.jettymcp.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The token that a request brings (RFC 6750, section 2.1). */
final class BearerToken {
  /** Far more than any token in use has; a signed one with many claims has two thousand. */
  private static final int MAX_LENGTH = 4096;

  private static final Pattern SCHEME = Pattern.compile("(?i:bearer) +");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private BearerToken() {}

  /**
   * Reads it.
   *
   * @param values of all {@code Authorization} headers of the request
   * @return empty if there is none
   */
  static Optional<Secret> read(List<String> values) throws HttpError {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new HttpError(400, "A request has at most one Authorization header.");
    }
    String value = values.get(0);
    var scheme = SCHEME.matcher(value);
    if (!scheme.lookingAt()) {
      throw new HttpError(401, "The Authorization header must be: Bearer <token>.");
    }
    String token = value.substring(scheme.end());
    if (token.length() > MAX_LENGTH || !TOKEN.matcher(token).matches()) {
      throw new HttpError(401, "The token in the Authorization header is not one.");
    }
    return Optional.of(Secret.of(token));
  }
}
