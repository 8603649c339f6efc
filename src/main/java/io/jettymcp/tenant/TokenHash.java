package io.jettymcp.tenant;

import io.jettymcp.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Hashes tokens to owner names. The salt differs from process to process, so a leaked name is no
 * oracle for guessing tokens.
 */
final class TokenHash {
  private final byte[] salt = new byte[32];

  TokenHash() {
    new SecureRandom().nextBytes(salt);
  }

  String of(Secret token) {
    return HexFormat.of().formatHex(digest(token));
  }

  /** Compares two tokens in a time that does not depend on where they differ. */
  boolean areEqual(Secret one, Secret other) {
    return MessageDigest.isEqual(digest(one), digest(other));
  }

  private byte[] digest(Secret token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
      return sha256.digest(token.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
