package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;

/** Reads request bodies within a limit of one body and a budget of all together. */
final class BodyReader {
  private final int maxBytes;
  private final MemoryBudget memory;

  /**
   * @param maxBytes of one body, which also fits into the budget while its buffer grows
   */
  BodyReader(int maxBytes) {
    this.maxBytes = maxBytes;
    this.memory = MemoryBudget.ofHeap(2L * maxBytes);
  }

  /** Rejects a request that announces a body which is too large or compressed. */
  void check(ServerExchange exchange) throws HttpError {
    for (String coding : exchange.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
      if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
        throw new HttpError(415, "Send the body without Content-Encoding.");
      }
    }
    if (announced(exchange) > maxBytes) {
      throw BodyBuffer.tooLarge(maxBytes);
    }
  }

  /** Reads the body. Its bytes count until the exchange has ended. */
  Mono<byte[]> read(ServerExchange exchange) {
    return Mono.defer(
        () -> {
          BodyBuffer body = new BodyBuffer(maxBytes, (int) announced(exchange), memory);
          exchange.onEnd(body::release);
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
              .then(Mono.fromCallable(body::complete));
        });
  }

  /** Returns the length that the request announces; 0 if it announces none. */
  private static long announced(ServerExchange exchange) {
    String length = exchange.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0");
    // The decoder guarantees a number; one with more than 18 digits may not fit into a long.
    return length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
  }
}
