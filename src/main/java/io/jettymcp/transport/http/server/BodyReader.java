package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/** Reads request bodies within a limit of one body and a budget of all together. */
final class BodyReader {
  private final int maxBytes;
  private final MemoryBudget memory;

  /**
   * @param maxBytes of one body, which also fits into the budget
   */
  BodyReader(int maxBytes) {
    this.maxBytes = maxBytes;
    this.memory = MemoryBudget.ofHeap(maxBytes);
  }

  /** Rejects a request that announces a body which is too large or compressed. */
  void check(ServerExchange exchange) throws HttpError {
    for (String coding : exchange.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
      if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
        throw new HttpError(415, "Send the body without Content-Encoding.");
      }
    }
    String length = exchange.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0");
    // The decoder guarantees a number; one with more than 18 digits may not fit into a long.
    if (length.length() > 18 || Long.parseLong(length) > maxBytes) {
      throw tooLarge();
    }
  }

  /** Reads the body. Its bytes count until the exchange has ended. */
  Mono<byte[]> read(ServerExchange exchange) {
    return Mono.defer(
        () -> {
          Body body = new Body(exchange);
          return exchange
              .request()
              .receive()
              .handle(
                  (part, sink) -> {
                    try {
                      body.add(part);
                    } catch (HttpError e) {
                      sink.error(e);
                    }
                  })
              .then(Mono.fromSupplier(body::complete));
        });
  }

  private HttpError tooLarge() {
    return new HttpError(413, "The request body exceeds " + maxBytes + " bytes.");
  }

  private final class Body {
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong counted = new AtomicLong();

    Body(ServerExchange exchange) {
      exchange.onEnd(() -> memory.add(-counted.getAndSet(0)));
    }

    /** Returns all bytes and drops them here: the exchange lasts as long as the call. */
    byte[] complete() {
      byte[] all = bytes.toByteArray();
      bytes = new ByteArrayOutputStream(0);
      return all;
    }

    void add(ByteBuf part) throws HttpError {
      int size = part.readableBytes();
      if (bytes.size() + (long) size > maxBytes) {
        throw tooLarge();
      }
      if (!memory.tryAdd(size)) {
        throw new HttpError(503, "Too many request bodies at once. Try again in a second.");
      }
      counted.addAndGet(size);
      byte[] copy = new byte[size];
      part.readBytes(copy);
      bytes.writeBytes(copy);
    }
  }
}
