package io.jettymcp.transport.http;

import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request that has passed every check at the door, and the way to answer it. Exactly one of the
 * methods that answer is to be used, once; what they give completes when the answer is written, and
 * fails or is cancelled if the client goes away before.
 */
interface McpRequest {
  String method();

  /** A header's value, of several lines joined by commas (RFC 9110, 5.3); empty if not sent. */
  Optional<String> header(String name);

  /** A parameter of the query; empty if it was not sent. */
  Optional<String> query(String name);

  Caller caller();

  /** The whole body, which is within its bound; to be read once. */
  Mono<byte[]> body();

  /** Answers with JSON. */
  Publisher<Void> json(int status, Map<String, String> headers, String body);

  /** Answers with a status and no body. */
  Publisher<Void> empty(int status, Map<String, String> headers);

  /** Turns the request away with a JSON-RPC error and its status. */
  Publisher<Void> refuse(HttpError refusal);

  /**
   * Answers with a stream of events (each a whole {@code text/event-stream} event with its blank
   * line, or a comment), of which each is written before the next is asked for. The stream ends
   * with the flux; the flux is cancelled when the client goes away.
   */
  Publisher<Void> events(Map<String, String> headers, Flux<String> events);

  /** Completes when the client has gone away, whatever the state of the answer. */
  Mono<Void> gone();

  /** Counts a call against the bound of its owner; to be closed when the call has its answer. */
  CallSlot enter() throws HttpError;

  /** A place among the calls in flight. */
  interface CallSlot extends AutoCloseable {
    @Override
    void close();
  }
}
