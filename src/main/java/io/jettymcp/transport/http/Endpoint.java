package io.jettymcp.transport.http;

import org.reactivestreams.Publisher;

/** What serves one route. */
interface Endpoint extends AutoCloseable {
  /** Answers a request; the answer is complete when the publisher is. */
  Publisher<Void> serve(McpRequest visit);

  /** Ends what is idle: no call begins any more, and streams without a call are ended. */
  default void drain() {}

  /** Ends everything. */
  @Override
  default void close() {}
}
