package io.jettymcp.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes text as editors and shells write it: UTF-8 with or without a byte order mark, or UTF-16
 * with one, which is what {@code >} of Windows PowerShell writes.
 */
public final class TextEncoding {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextEncoding() {}

  /** Decodes a text, without its byte order mark. */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return withoutMark(charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
  }

  /** Encodes a text as another one is encoded, with a byte order mark if that has one. */
  public static byte[] encode(String text, byte[] like) throws CharacterCodingException {
    Charset charset = charset(like);
    byte[] mark = BYTE_ORDER_MARK.getBytes(charset);
    boolean marked =
        like.length >= mark.length && Arrays.equals(mark, Arrays.copyOf(like, mark.length));
    ByteBuffer encoded =
        charset.newEncoder().encode(CharBuffer.wrap(marked ? BYTE_ORDER_MARK + text : text));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** Removes a byte order mark from the start of a text. */
  public static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static Charset charset(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return switch (mark) {
      case 0xfeff -> StandardCharsets.UTF_16BE;
      case 0xfffe -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.UTF_8;
    };
  }
}
