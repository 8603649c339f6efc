package io.jettymcp.tenant;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Hashes tokens to owner names. The salt is secret, so a leaked name is no oracle for guessing
 * tokens.
 */
final class TokenHash {
  private final byte[] salt;

  /**
   * @param key shared by replicas, so that each gives a token the same name; without one, the names
   *     are those of this process
   */
  TokenHash(Optional<Secret> key) {
    this.salt = key.map(TokenHash::derived).orElseGet(TokenHash::random);
  }

  private static byte[] derived(Secret key) {
    return Sha256.of("owners of " + key.reveal());
  }

  private static byte[] random() {
    byte[] salt = new byte[32];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  String of(Secret token) {
    return HexFormat.of().formatHex(digest(token));
  }

  /** Compares two tokens in a time that does not depend on where they differ. */
  boolean areEqual(Secret one, Secret other) {
    return MessageDigest.isEqual(digest(one), digest(other));
  }

  private byte[] digest(Secret token) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(salt);
    return sha256.digest(token.reveal().getBytes(StandardCharsets.UTF_8));
  }
}
