package io.jettymcp.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into lines, of which it never holds more than a bound. */
public final class LineReader {
  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final int longest;
  private final byte[] chunk = new byte[CHUNK];
  private int next;
  private int end;

  /** {@code longest} is in bytes, the newline not counted. */
  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  sealed interface Line {}

  /** A line without its newline; the bytes may be any. */
  public static final class Text implements Line {
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

    /** A part of the line that is ASCII. */
    String ascii(int begin, int end) {
      return new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1);
    }

    /** A part of the line, with U+FFFD in the place of what is no UTF-8. */
    String utf8(int begin, int end) {
      return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** The line as UTF-8; reading from it fails where the bytes are not. */
    Reader characters() {
      return new InputStreamReader(
          new ByteArrayInputStream(bytes, 0, length), StandardCharsets.UTF_8.newDecoder());
    }
  }

  /** Stands for a line that was longer than the bound and was dropped while it was read. */
  record TooLong() implements Line {}

  /** The next line, waiting for it, or null where the stream has ended. */
  @Nullable Line next() throws IOException {
    byte[] line = new byte[0];
    int length = 0;
    boolean tooLong = false;
    boolean begun = false;
    while (next < end || fill()) {
      begun = true;
      int stop = next;
      while (stop < end && chunk[stop] != '\n') {
        stop++;
      }
      int piece = stop - next;
      if (tooLong || piece > longest - length) {
        tooLong = true;
        line = new byte[0];
      } else {
        line = withRoom(line, length + piece);
        System.arraycopy(chunk, next, line, length, piece);
        length += piece;
      }
      boolean complete = stop < end;
      next = complete ? stop + 1 : stop;
      if (complete) {
        break;
      }
    }
    if (!begun) {
      return null;
    }
    return tooLong ? new TooLong() : new Text(line, length);
  }

  private byte[] withRoom(byte[] line, int needed) {
    if (needed <= line.length) {
      return line;
    }
    return Arrays.copyOf(line, (int) Math.min(longest, Math.max(needed, 2L * line.length)));
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }
}
