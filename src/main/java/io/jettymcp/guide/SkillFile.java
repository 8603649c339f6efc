package io.jettymcp.guide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One file of a skill, with the digest by which hosts verify what they read.
 *
 * @param uri its address
 * @param text its content, in UTF-8 on the wire
 * @param digest SHA-256 of the bytes, as {@code sha256:} and hexadecimal digits
 * @param size in bytes
 */
public record SkillFile(String uri, String text, String digest, int size) {
  /** Describes the file that has this content. */
  static SkillFile of(String uri, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new SkillFile(uri, text, "sha256:" + sha256(bytes), bytes.length);
  }

  /** Returns the last segment of its address. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
