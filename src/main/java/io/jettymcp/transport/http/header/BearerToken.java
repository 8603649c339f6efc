package io.jettymcp.transport.http.header;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.PastedValue;
import io.jettymcp.transport.http.HttpError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the token of a request (RFC 6750, section 2.1). */
public final class BearerToken {
  /** Far above any token in use; a signed one with many claims has two thousand characters. */
  private static final int MAX_LENGTH = 4096;

  private static final Pattern SCHEME = Pattern.compile("(?i:bearer) +");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private BearerToken() {}

  /**
   * Parses the token; empty if the request has none, or a placeholder that a host did not fill in.
   *
   * @param values of all {@code Authorization} headers of the request
   */
  public static Optional<Secret> parse(List<String> values) throws HttpError {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw new HttpError(400, "Send at most one Authorization header.");
    }
    String value = values.get(0);
    var scheme = SCHEME.matcher(value);
    if (!scheme.lookingAt()) {
      throw new HttpError(401, "The Authorization header must be: Bearer TOKEN.");
    }
    String token = PastedValue.cleanToken(value.substring(scheme.end()));
    boolean valid = token.length() <= MAX_LENGTH && TOKEN.matcher(token).matches();
    // A valid one that looks like a placeholder may be the shared key, which people choose.
    if (valid ? PastedValue.isUnfilled(token) : PastedValue.isPlaceholderOfSecret(token)) {
      return Optional.empty();
    }
    if (!valid) {
      throw new HttpError(401, "The token in the Authorization header is malformed.");
    }
    return Optional.of(Secret.of(token));
  }
}
