package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.FieldMaskReader;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.databind.JsonNode;

/** Reads a body that is one JSON document as it arrives; its bytes are never held in full. */
final class DocumentBody extends BaseSubscriber<ByteBuf> {
  private static final int SCRATCH = 8 * 1024;

  private final Attempt attempt;
  private final long maxBytes;
  private final MonoSink<JsonNode> sink;
  private final FieldMaskReader reader;
  private byte[] scratch = {};

  private DocumentBody(Attempt attempt, FieldMask mask, long maxBytes, MonoSink<JsonNode> sink) {
    this.attempt = attempt;
    this.maxBytes = maxBytes;
    this.sink = sink;
    this.reader = new FieldMaskReader(mask);
  }

  static Mono<JsonNode> read(ResponseBody in, FieldMask mask, long maxBytes) {
    return Mono.create(
        sink -> {
          DocumentBody body = new DocumentBody(in.attempt(), mask, maxBytes, sink);
          sink.onDispose(body);
          in.content().subscribe(body);
        });
  }

  /** Whatever is thrown here ends the request. */
  @Override
  protected void hookOnNext(ByteBuf piece) {
    if (attempt.count(piece.readableBytes()) > maxBytes) {
      throw new Failure.TooLarge(maxBytes);
    }
    if (piece.hasArray()) {
      int from = piece.arrayOffset() + piece.readerIndex();
      reader.feed(piece.array(), from, from + piece.readableBytes());
    } else {
      copy(piece);
    }
  }

  private void copy(ByteBuf piece) {
    if (scratch.length == 0) {
      scratch = new byte[SCRATCH];
    }
    while (piece.isReadable()) {
      int length = Math.min(scratch.length, piece.readableBytes());
      piece.readBytes(scratch, 0, length);
      reader.feed(scratch, 0, length);
    }
  }

  @Override
  protected void hookOnComplete() {
    sink.success(reader.finish());
  }

  @Override
  protected void hookOnError(Throwable failure) {
    sink.error(failure);
  }
}
