package io.jettymcp.guide;

import io.jettymcp.text.Sha256;
import java.nio.charset.StandardCharsets;
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
    return new SkillFile(
        uri,
        text,
        "sha256:" + HexFormat.of().formatHex(Sha256.of(text)),
        text.getBytes(StandardCharsets.UTF_8).length);
  }

  /** Returns the last segment of its address. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
