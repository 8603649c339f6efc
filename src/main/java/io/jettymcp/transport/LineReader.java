package io.jettymcp.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits a stream of bytes into lines and never holds more than the maximum length of one. */
final class LineReader {
  private static final int CHUNK = 64 * 1024;

  /** The byte order mark in UTF-8. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final int maxLength;
  private final byte[] chunk = new byte[CHUNK];
  private int next;
  private int end;

  /**
   * @param maxLength of a line in bytes, without its newline
   */
  LineReader(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  sealed interface Line {}

  /** A line without its newline; the bytes are not checked. */
  static final class Text implements Line {
    private final byte[] bytes;
    private final int length;

    private Text(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    boolean isBlank() {
      for (int i = 0; i < length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
          return false;
        }
      }
      return true;
    }

    int length() {
      return length;
    }

    byte at(int index) {
      return bytes[index];
    }

    /** Decodes a part of the line that is ASCII. */
    String ascii(int begin, int end) {
      return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
    }

    /** Decodes a part of the line, with U+FFFD in place of bytes that are not UTF-8. */
    String utf8(int begin, int end) {
      return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Decodes the line; reading fails where the bytes are not UTF-8. */
    Reader characters() {
      return new InputStreamReader(
          new ByteArrayInputStream(bytes, 0, length), StandardCharsets.UTF_8.newDecoder());
    }
  }

  /**
   * A line above the maximum length, which was dropped while it was read.
   *
   * @param id of the request in it, as JSON
   */
  record TooLong(String id) implements Line {}

  /** Waits for the next line; null at the end of the stream. */
  @Nullable Line next() throws IOException {
    byte[] line = new byte[0];
    int length = 0;
    RequestIdScanner tooLong = null;
    boolean started = false;
    while (next < end || fill()) {
      started = true;
      int stop = next;
      while (stop < end && chunk[stop] != '\n') {
        stop++;
      }
      int piece = stop - next;
      if (tooLong == null && piece > maxLength - length) {
        tooLong = new RequestIdScanner();
        tooLong.add(line, 0, length);
        line = new byte[0];
      }
      if (tooLong != null) {
        tooLong.add(chunk, next, stop);
      } else {
        line = ensureCapacity(line, length + piece);
        System.arraycopy(chunk, next, line, length, piece);
        length += piece;
      }
      boolean complete = stop < end;
      next = complete ? stop + 1 : stop;
      if (complete) {
        break;
      }
    }
    if (!started) {
      return null;
    }
    return tooLong != null ? new TooLong(tooLong.id()) : text(line, length);
  }

  /** Creates a line without a byte order mark, which some hosts write before every message. */
  private static Text text(byte[] line, int length) {
    int mark = markLength(line, length);
    return mark == 0
        ? new Text(line, length)
        : new Text(Arrays.copyOfRange(line, mark, length), length - mark);
  }

  /** Returns the length of the byte order mark that a text in UTF-8 starts with, or 0. */
  static int markLength(byte[] text, int length) {
    boolean found =
        length >= MARK.length && Arrays.equals(text, 0, MARK.length, MARK, 0, MARK.length);
    return found ? MARK.length : 0;
  }

  private byte[] ensureCapacity(byte[] line, int needed) {
    if (needed <= line.length) {
      return line;
    }
    return Arrays.copyOf(line, (int) Math.min(maxLength, Math.max(needed, 2L * line.length)));
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }
}
