package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Tells callers apart by their token, with the statuses and the words of Jetty's own code. */
final class Authenticator {
  private static final String BEARER = "bearer ";
  private static final String NOT_A_PERSON = "Invalid or expired token";

  private final Map<String, ApiCaller> callers = new LinkedHashMap<>();

  Authenticator(SimulatorTokens tokens) {
    callers.put(tokens.key(), new ApiCaller(SeedData.OWNER, SeedData.COLLECTION, true));
    callers.put(tokens.person(), new ApiCaller(SeedData.OWNER, null, true));
    callers.put(tokens.reader(), new ApiCaller(SeedData.OWNER, null, false));
    callers.put(tokens.stranger(), new ApiCaller("org_elsewhere", null, true));
  }

  /** The caller, or null where the route asks for none and none is named. */
  @Nullable ApiCaller admit(@Nullable String authorization, RouteAccess access, Instant now) {
    if (access == RouteAccess.OPEN || (access == RouteAccess.OPTIONAL && authorization == null)) {
      return null;
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw ApiError.unauthorized("Not authenticated");
    }
    String token = authorization.substring(BEARER.length()).strip();
    ApiCaller caller = callers.get(token);
    if (access == RouteAccess.PERSON && (caller == null || !caller.isPerson())) {
      throw ApiError.unauthorized(NOT_A_PERSON);
    }
    if (caller == null) {
      boolean vague = access == RouteAccess.IDENTITY;
      throw ApiError.unauthorized(vague ? NOT_A_PERSON : whyNot(token, now));
    }
    return caller;
  }

  private static String whyNot(String token, Instant now) {
    if (token.startsWith("mlc_")) {
      return "Invalid or inactive API key";
    }
    if (hasExpired(token, now)) {
      return NOT_A_PERSON;
    }
    String lower = token.toLowerCase(Locale.ROOT);
    boolean meantAsKey = lower.contains("mlc") || lower.contains("key") || lower.contains("api");
    return meantAsKey ? "Invalid API key format" : "Invalid API key or JWT token";
  }

  private static boolean hasExpired(String token, Instant now) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      long expiry = SimulatorJson.parse(claims).path("exp").asLong(Long.MAX_VALUE);
      return expiry < now.getEpochSecond();
    } catch (IllegalArgumentException | JacksonException noClaims) {
      return false;
    }
  }
}
