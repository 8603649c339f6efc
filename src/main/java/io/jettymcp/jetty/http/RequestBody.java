package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes the body of a request. Its length is always announced, so that a server can tell a
 * complete body from a broken one.
 *
 * @param content a {@code Mono} if it is one piece, which Reactor Netty writes with the head
 */
record RequestBody(Optional<String> contentType, long length, Publisher<ByteBuf> content) {
  /**
   * @throws Failure.BadArguments if a file of a form cannot be read
   */
  static RequestBody of(Request.Body body) {
    if (body instanceof Request.Json json) {
      byte[] bytes = JsonMapper.shared().writeValueAsBytes(json.value());
      return new RequestBody(
          Optional.of("application/json"),
          bytes.length,
          Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
    }
    if (body instanceof Request.Multipart form) {
      return MultipartForm.encode(form);
    }
    return new RequestBody(Optional.empty(), 0, Mono.empty());
  }
}
