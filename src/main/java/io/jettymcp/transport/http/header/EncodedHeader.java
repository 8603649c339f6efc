package io.jettymcp.transport.http.header;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Decodes header values of MCP: visible ASCII as it is, anything else as {@code
 * =?base64?BASE64-OF-UTF-8?=} (MCP 2026-07-28, Streamable HTTP).
 */
final class EncodedHeader {
  private static final String BEGIN = "=?base64?";
  private static final String END = "?=";

  private EncodedHeader() {}

  /** Returns the decoded value; empty if it cannot be decoded. */
  static Optional<String> decode(String value) {
    String text = value.strip();
    if (text.length() >= BEGIN.length() + END.length()
        && text.startsWith(BEGIN)
        && text.endsWith(END)) {
      return base64(text.substring(BEGIN.length(), text.length() - END.length()));
    }
    return text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<String> base64(String encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      // The decoder of Java accepts what lacks padding, or has bits that are never used.
      return Base64.getEncoder().encodeToString(bytes).equals(encoded)
          ? Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
