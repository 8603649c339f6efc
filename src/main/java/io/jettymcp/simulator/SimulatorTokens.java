package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The tokens that a simulator accepts. Each is random, valid for one simulator and worthless
 * elsewhere.
 *
 * @param key the API key of the collection {@code acme}, the most common kind of token
 * @param person a signed-in person, who sees every collection of the organisation and may create
 *     one
 * @param reader a person of the same organisation with read access only
 * @param stranger a person of another organisation, who sees no collection here
 */
public record SimulatorTokens(String key, String person, String reader, String stranger) {
  private static final String KEY_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int KEY_LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static SimulatorTokens random() {
    StringBuilder key = new StringBuilder("mlc_");
    for (int i = 0; i < KEY_LENGTH; i++) {
      key.append(KEY_CHARACTERS.charAt(RANDOM.nextInt(KEY_CHARACTERS.length())));
    }
    return new SimulatorTokens(
        key.toString(), unsignedJwt("person"), unsignedJwt("reader"), unsignedJwt("stranger"));
  }

  /** Replaces the API key. */
  public SimulatorTokens withKey(String chosen) {
    if (!chosen.startsWith("mlc_")) {
      throw new IllegalArgumentException("an API key of Jetty starts with mlc_");
    }
    return new SimulatorTokens(chosen, person, reader, stranger);
  }

  /** Hides the tokens, which the toString of a record would print. */
  @Override
  public String toString() {
    return "SimulatorTokens";
  }

  /** Has the form of a person's token; it is valid because it is known, not by its signature. */
  private static String unsignedJwt(String subject) {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    String claims = "{\"sub\":\"simulated-%s\",\"jti\":\"%s\"}".formatted(subject, base64(random));
    return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(claims.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
