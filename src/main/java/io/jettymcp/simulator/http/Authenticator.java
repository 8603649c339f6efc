package io.jettymcp.simulator.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Authenticates callers by their token, with the statuses and texts of Jetty's own code. */
public final class Authenticator {
  private static final String BEARER = "bearer ";
  private static final String INVALID_OR_EXPIRED = "Invalid or expired token";

  private final Map<String, ApiCaller> callers;

  /**
   * @param callers by their token
   */
  public Authenticator(Map<String, ApiCaller> callers) {
    this.callers = Map.copyOf(callers);
  }

  /** Returns the caller, or null where the route needs none and the request names none. */
  @Nullable ApiCaller authenticate(
      @Nullable String authorization, RouteAccess access, Instant now) {
    if (access == RouteAccess.OPEN || (access == RouteAccess.OPTIONAL && authorization == null)) {
      return null;
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw ApiError.unauthorized("Not authenticated");
    }
    String token = authorization.substring(BEARER.length()).strip();
    ApiCaller caller = callers.get(token);
    if (access == RouteAccess.PERSON && (caller == null || !caller.isPerson())) {
      throw ApiError.unauthorized(INVALID_OR_EXPIRED);
    }
    if (caller == null) {
      throw ApiError.unauthorized(
          access == RouteAccess.IDENTITY ? INVALID_OR_EXPIRED : rejection(token, now));
    }
    return caller;
  }

  private static String rejection(String token, Instant now) {
    if (token.startsWith("mlc_")) {
      return "Invalid or inactive API key";
    }
    if (isExpiredJwt(token, now)) {
      return INVALID_OR_EXPIRED;
    }
    String lower = token.toLowerCase(Locale.ROOT);
    boolean looksLikeKey = List.of("mlc", "key", "api").stream().anyMatch(lower::contains);
    return looksLikeKey ? "Invalid API key format" : "Invalid API key or JWT token";
  }

  private static boolean isExpiredJwt(String token, Instant now) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      long expiry = ApiRequest.parse(claims).path("exp").asLong(Long.MAX_VALUE);
      return expiry < now.getEpochSecond();
    } catch (IllegalArgumentException | JacksonException ignored) { // Not a JWT, so not expired.
      return false;
    }
  }
}
