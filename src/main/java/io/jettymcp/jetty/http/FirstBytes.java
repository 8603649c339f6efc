package io.jettymcp.jetty.http;

import java.util.Arrays;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the first bytes of a body. One more byte, which is dropped, shows that it is truncated. */
final class FirstBytes {
  private final int max;

  private byte[] content = {};
  private int size;
  private boolean truncated;

  private FirstBytes(int max) {
    this.max = max;
  }

  static Mono<JsonNode> read(ResponseBody in, int max) {
    return Mono.defer(
        () -> {
          FirstBytes first = new FirstBytes(max);
          return in.stream()
              .takeUntil(first::append)
              .then(Mono.fromSupplier(() -> first.report(in.mediaType())))
              // A search through megabytes must not block the network thread.
              .publishOn(Schedulers.boundedElastic());
        });
  }

  /** Appends what there is room for, and returns whether there was more. */
  private boolean append(byte[] piece) {
    int added = Math.min(piece.length, max - size);
    if (size + added > content.length) {
      content = Arrays.copyOf(content, Math.min(max, Math.max(size + added, 2 * content.length)));
    }
    System.arraycopy(piece, 0, content, size, added);
    size += added;
    truncated = added < piece.length;
    return truncated;
  }

  private JsonNode report(String mediaType) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("content_type", mediaType)
        .put("content", size == content.length ? content : Arrays.copyOf(content, size))
        .put("truncated", truncated);
  }
}
