package io.jettymcp.jetty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body as it goes out. The length is always known, so that a server can tell a whole body from a
 * broken one.
 */
record RequestBody(Optional<String> contentType, long length, Flux<ByteBuf> content) {
  /**
   * @throws Failure.BadArguments if a file of a form cannot be read
   */
  static RequestBody of(Request.Body body) {
    if (body instanceof Request.Json json) {
      byte[] bytes = JsonMapper.shared().writeValueAsBytes(json.value());
      return new RequestBody(
          Optional.of("application/json"),
          bytes.length,
          Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(bytes))));
    }
    if (body instanceof Request.Multipart form) {
      return MultipartForm.encode(form);
    }
    return new RequestBody(Optional.empty(), 0, Flux.empty());
  }
}
