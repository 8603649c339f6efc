package io.jettymcp.tools;

import io.jettymcp.json.Json;
import io.jettymcp.tool.ReplyShapes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Detects whether a file, or its beginning, is text or an image. It looks at the bytes, because the
 * type that Jetty returns was chosen by the client that stored the file.
 */
final class StoredFile {
  private static final int PIECE = 8_192;

  private final String type;
  private final byte[] bytes;
  private final boolean whole;

  /**
   * @param type the media type that Jetty returns, or empty
   * @param whole whether these bytes are all of the file
   */
  StoredFile(String type, byte[] bytes, boolean whole) {
    this.type = type;
    this.bytes = bytes;
    this.whole = whole;
  }

  /** Reads a reply to a request that reads bytes. */
  static StoredFile of(JsonNode body) {
    ObjectNode reply = ReplyShapes.object(body);
    return new StoredFile(
        Json.text(reply, "content_type").orElse(""),
        reply.path("content").binaryValue(),
        !reply.path("truncated").asBoolean(false));
  }

  String type() {
    return type;
  }

  boolean isWhole() {
    return whole;
  }

  /** The number of bytes that were read. */
  int size() {
    return bytes.length;
  }

  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns the media type if it is an image that models can view. */
  Optional<String> imageType() {
    if (startsWith(0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (startsWith(0, "\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (startsWith(0, "GIF87a") || startsWith(0, "GIF89a")) {
      return Optional.of("image/gif");
    }
    return startsWith(0, "RIFF") && startsWith(8, "WEBP")
        ? Optional.of("image/webp")
        : Optional.empty();
  }

  /** Returns the text, if the file is text. That of a part can end in the midst of a secret. */
  Optional<String> text() {
    if (startsWith(0, "%PDF-")) {
      return Optional.empty();
    }
    return decoded(StandardCharsets.UTF_8)
        .or(() -> isDeclaredText() ? decoded(StandardCharsets.ISO_8859_1) : Optional.empty())
        .filter(text -> text.indexOf('\0') < 0);
  }

  private boolean isDeclaredText() {
    return type.startsWith("text/");
  }

  /** Checks a piece at a time first, because as characters a large file takes much memory. */
  private Optional<String> decoded(Charset charset) {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer piece = CharBuffer.allocate(PIECE);
    CoderResult end = CoderResult.OVERFLOW;
    while (end.isOverflow()) {
      // A part may end within a character.
      end = decoder.decode(in, piece.clear(), whole);
    }
    return end.isError()
        ? Optional.empty()
        : Optional.of(new String(bytes, 0, in.position(), charset));
  }

  private boolean startsWith(int at, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= at + wanted.length
        && ByteBuffer.wrap(bytes, at, wanted.length).equals(ByteBuffer.wrap(wanted));
  }
}
