package io.jettymcp.transport.http;

import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Represents a request that has passed all checks of the server, and the means to respond to it.
 * Exactly one of the {@code respond} methods must be used, once; its publisher completes when the
 * response is written, and fails or is cancelled if the client disconnects before.
 */
public interface McpRequest {
  String method();

  /** Returns the value of a header, of several lines joined by commas (RFC 9110, section 5.3). */
  Optional<String> header(String name);

  /**
   * Returns a parameter of the query.
   *
   * @throws HttpError if the query is malformed
   */
  Optional<String> query(String name) throws HttpError;

  /** Returns whether the path of the request ends with a slash after its route. */
  boolean hasTrailingSlash();

  Caller caller();

  /** Returns the body, which is within its limit; must be read once. */
  Mono<byte[]> body();

  Publisher<Void> respondJson(int status, Map<String, String> headers, String body);

  /** Responds with a status and no body. */
  Publisher<Void> respondEmpty(int status, Map<String, String> headers);

  /** Responds with a JSON-RPC error and its status. */
  Publisher<Void> respondError(HttpError error);

  /**
   * Responds with the status and the headers of an error.
   *
   * @param json the error as a JSON-RPC response
   */
  Publisher<Void> respondError(HttpError error, String json);

  /**
   * Responds with a stream of events. Each element is a {@code text/event-stream} event with its
   * blank line, or a comment, and is written before the next is requested. The response ends with
   * the flux; the flux is cancelled when the client disconnects.
   */
  Publisher<Void> respondEvents(Map<String, String> headers, Flux<String> events);

  /** Completes when the client has disconnected, whatever the state of the response. */
  Mono<Void> disconnected();

  /** Counts a call against the limit of its owner; must be closed when the call has ended. */
  Slot acquireCallSlot() throws HttpError;
}
