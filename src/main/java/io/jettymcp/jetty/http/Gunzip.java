package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Undoes the content coding gzip (RFC 1952) of a body as it arrives. Netty's own decoder takes a
 * body that ends early for a complete one.
 */
final class Gunzip {
  private static final int PIECE = 16 * 1024;

  /** Text that is no attack shrinks to some hundredth at most; deflate can reach a thousandth. */
  private static final int MAX_RATIO = 200;

  /** Output that is allowed at any ratio, in bytes. */
  private static final long FREE = 16L * 1024 * 1024;

  private static final int TRAILER = 8;

  private enum Stage {
    HEADER,
    BODY,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[PIECE];
  private Stage stage = Stage.HEADER;

  /** Compressed bytes that are not consumed yet. */
  private byte[] input = {};

  private long read;
  private long written;

  private Gunzip() {}

  static Flux<byte[]> decode(Flux<byte[]> compressed) {
    return Flux.using(
        Gunzip::new,
        body ->
            compressed
                .concatMapIterable(piece -> () -> body.new Pieces(piece), 1)
                .concatWith(Mono.fromRunnable(body::finish)),
        body -> body.inflater.end());
  }

  /** Decompresses one piece, only as far as it is asked for. */
  private final class Pieces implements Iterator<byte[]> {
    private byte @Nullable [] next;

    Pieces(byte[] piece) {
      read += piece.length;
      input = joined(input, piece);
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = advance();
      }
      return next != null;
    }

    @Override
    public byte[] next() {
      byte[] piece = next == null ? advance() : next;
      if (piece == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return piece;
    }
  }

  /** Returns more of the body, or null if more input is needed for it. */
  private byte @Nullable [] advance() {
    while (true) {
      switch (stage) {
        case HEADER -> {
          int length = GzipHeader.length(input);
          if (length < 0) {
            return null;
          }
          consume(length);
          inflater.reset();
          checksum.reset();
          stage = Stage.BODY;
        }
        case BODY -> {
          byte[] piece = inflated();
          if (piece.length > 0) {
            return piece;
          }
          if (!inflater.finished()) {
            return null;
          }
          stage = Stage.TRAILER;
        }
        case TRAILER -> {
          if (input.length < TRAILER) {
            return null;
          }
          if (number(0) != checksum.getValue()
              || number(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw damaged();
          }
          consume(TRAILER);
          stage = Stage.HEADER;
        }
      }
    }
  }

  private byte[] inflated() {
    inflater.setInput(input);
    int length;
    try {
      length = inflater.inflate(buffer);
    } catch (DataFormatException e) {
      throw damaged();
    }
    if (inflater.needsDictionary()) {
      throw damaged();
    }
    consume(input.length - inflater.getRemaining());
    checksum.update(buffer, 0, length);
    written += length;
    if (written > FREE && written / MAX_RATIO > read) {
      throw new Failure.Unavailable(
          Reason.UNREADABLE, "the compressed reply expands more than " + MAX_RATIO + " times");
    }
    return Arrays.copyOf(buffer, length);
  }

  /** Requires that the last member was complete; no bytes at all are an empty body. */
  private void finish() {
    if (stage != Stage.HEADER || input.length > 0) {
      throw new Failure.Unavailable(Reason.BROKEN_OFF, "the compressed reply ended early");
    }
  }

  private void consume(int length) {
    if (length > 0) {
      input = Arrays.copyOfRange(input, length, input.length);
    }
  }

  /** Returns four bytes of the input as a number, the lowest first. */
  private long number(int from) {
    long number = 0;
    for (int i = 3; i >= 0; i--) {
      number = number << 8 | (input[from + i] & 0xff);
    }
    return number;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static Failure damaged() {
    return new Failure.Unavailable(Reason.UNREADABLE, "the compressed reply is damaged");
  }
}
