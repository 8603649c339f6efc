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
   */
  BodyReader(int most) {
    this.most = most;
    // What is made of a body takes several times its bytes.
    this.mostTogether = Math.max(most, Runtime.getRuntime().maxMemory() / 8);
  }

  /** Turns a request away whose sender says itself that its body is too large. */
  void check(Exchange exchange) throws Refusal {
    String length = exchange.headers().get("content-length", "0");
    // The decoder has seen to it that it is a number. One of more digits than these is none here.
    if (length.length() > 18 || Long.parseLong(length) > most) {
      throw tooLarge();
    }
  }

  /** Reads the whole body. Its bytes count until the exchange is over. */
  Mono<byte[]> read(Exchange exchange) {
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
                    } catch (Refusal refusal) {
                      sink.error(refusal);
                    }
                  })
              .then(Mono.fromSupplier(kept::take));
        });
  }

  private Refusal tooLarge() {
    return new Refusal(413, "The body is larger than " + most + " bytes.");
  }

  private final class Kept {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong counted = new AtomicLong();
    private final Exchange exchange;

    Kept(Exchange exchange) {
      this.exchange = exchange;
      exchange.atEnd(() -> held.addAndGet(-counted.getAndSet(0)));
    }

    /** Gives all that was read, and lets go of it: an exchange may last for minutes. */
    byte[] take() {
      byte[] all = bytes.toByteArray();
      bytes = new ByteArrayOutputStream(0);
      return all;
    }

    void add(ByteBuf part) throws Refusal {
      int size = part.readableBytes();
      if (bytes.size() + (long) size > most) {
        throw tooLarge();
      }
      if (held.addAndGet(size) > mostTogether) {
        held.addAndGet(-size);
        throw new Refusal(503, "The server is reading too much already. Try again in a second.");
      }
      counted.addAndGet(size);
      exchange.received(size);
      byte[] copy = new byte[size];
      part.readBytes(copy);
      bytes.writeBytes(copy);
    }
  }
}
