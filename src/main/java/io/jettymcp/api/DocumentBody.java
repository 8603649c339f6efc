package io.jettymcp.api;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A body that is one JSON document, never held as a whole. */
final class DocumentBody {
  private static final int SCRATCH = 8 * 1024;

  private DocumentBody() {}

  static Mono<JsonNode> read(Incoming in, Keep keep, long maxBytes) {
    return Mono.defer(
        () -> {
          KeepReader reader = new KeepReader(keep);
          byte[] scratch = new byte[SCRATCH];
          return in.content()
              .doOnNext(
                  bytes -> {
                    if (in.attempt().count(bytes.readableBytes()) > maxBytes) {
                      throw new Failure.TooLarge(maxBytes);
                    }
                    feed(reader, bytes, scratch);
                  })
              .then(Mono.fromCallable(reader::finish));
        });
  }

  private static void feed(KeepReader reader, ByteBuf bytes, byte[] scratch) {
    while (bytes.isReadable()) {
      int length = Math.min(scratch.length, bytes.readableBytes());
      bytes.readBytes(scratch, 0, length);
      reader.feed(scratch, 0, length);
    }
  }
}
