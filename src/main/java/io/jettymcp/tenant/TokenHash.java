package io.jettymcp.tenant;

import io.jettymcp.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names for tokens that do not tell them. They differ from process to process, so that nobody who
 * sees one can try tokens on it.
 */
final class TokenHash {
  private final byte[] salt = new byte[32];

  TokenHash() {
    new SecureRandom().nextBytes(salt);
  }

  String of(Secret token) {
    return HexFormat.of().formatHex(digest(token));
  }

  /** Compares two tokens in a time that says nothing of where they differ. */
  boolean areEqual(Secret one, Secret other) {
    return MessageDigest.isEqual(digest(one), digest(other));
  }

  private byte[] digest(Secret token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
      return sha256.digest(token.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
