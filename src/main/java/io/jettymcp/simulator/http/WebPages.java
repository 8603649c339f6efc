package io.jettymcp.simulator.http;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** Serves people, on paths that the API does not have and without its tokens. */
@FunctionalInterface
public interface WebPages {
  /** No pages at all. */
  WebPages NONE = (method, path, body) -> Optional.empty();

  /**
   * Returns the response to a request, or empty if the path is not one of a page. Nothing happens
   * before the response is subscribed to.
   */
  Optional<Mono<ApiResponse>> respond(String method, String path, byte[] body);
}
