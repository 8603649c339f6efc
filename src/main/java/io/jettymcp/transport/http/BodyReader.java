package io.jettymcp.transport.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** Reads bodies, of which neither one nor all together may grow beyond a bound. */
final class BodyReader {
  private final int most;
  private final long mostTogether;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param most bytes of one body
   * @param memory of the whole process, in bytes. While a body is gathered and parsed it takes
   *     several times its size, so that all of them together get an eighth, or what one may have.
   */
  BodyReader(int most, long memory) {
    this.most = most;
    this.mostTogether = Math.max(most, memory / 8);
  }

  /** Turns a request away whose sender says itself that its body is too large. */
  void check(ServerExchange exchange) throws HttpError {
    String length = exchange.headers().get("content-length", "0");
    // The decoder has seen to it that it is a number. One of more digits than these is none here.
    if (length.length() > 18 || Long.parseLong(length) > most) {
      throw tooLarge();
    }
  }

  /** Reads the whole body. Its bytes count until the exchange is over. */
  Mono<byte[]> read(ServerExchange exchange) {
    return Mono.defer(
        () -> {
          Kept kept = new Kept(exchange);
          return exchange
              .request()
              .receive()
              .handle(
                  (part, sink) -> {
                    try {
                      kept.add(part);
                    } catch (HttpError refusal) {
                      sink.error(refusal);
                    }
                  })
              .then(Mono.fromSupplier(kept::whole));
        });
  }

  private HttpError tooLarge() {
    return new HttpError(413, "The body is larger than " + most + " bytes.");
  }

  private final class Kept {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong counted = new AtomicLong();
    private final ServerExchange exchange;

    Kept(ServerExchange exchange) {
      this.exchange = exchange;
      exchange.atEnd(() -> held.addAndGet(-counted.getAndSet(0)));
    }

    /**
     * All of it, which is not kept here any longer; the exchange goes on for as long as the call.
     */
    byte[] whole() {
      byte[] all = bytes.toByteArray();
      bytes = new ByteArrayOutputStream(0);
      return all;
    }

    void add(ByteBuf part) throws HttpError {
      int size = part.readableBytes();
      if (bytes.size() + (long) size > most) {
        throw tooLarge();
      }
      if (held.addAndGet(size) > mostTogether) {
        held.addAndGet(-size);
        throw new HttpError(503, "The server is reading too much already. Try again in a second.");
      }
      counted.addAndGet(size);
      exchange.received(size);
      byte[] copy = new byte[size];
      part.readBytes(copy);
      bytes.writeBytes(copy);
    }
  }
}
