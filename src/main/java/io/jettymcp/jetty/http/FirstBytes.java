package io.jettymcp.jetty.http;

import java.util.Arrays;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The first bytes of a body. Whether there are more is known by the next one, which is dropped. */
final class FirstBytes {
  private final int most;

  private byte[] content = {};
  private int size;
  private boolean truncated;

  private FirstBytes(int most) {
    this.most = most;
  }

  static Mono<JsonNode> read(ResponseBody in, int most) {
    return Mono.defer(
        () -> {
          FirstBytes first = new FirstBytes(most);
          return in.stream()
              .takeUntil(first::takes)
              .then(Mono.fromSupplier(() -> first.report(in.mediaType())))
              // What looks through megabytes must not hold up the network.
              .publishOn(Schedulers.boundedElastic());
        });
  }

  /** Takes what there is room for, and says whether there was more. */
  private boolean takes(byte[] piece) {
    int taken = Math.min(piece.length, most - size);
    if (size + taken > content.length) {
      content = Arrays.copyOf(content, Math.min(most, Math.max(size + taken, 2 * content.length)));
    }
    System.arraycopy(piece, 0, content, size, taken);
    size += taken;
    truncated = taken < piece.length;
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
