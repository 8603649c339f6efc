package io.jettymcp.transport.http;

import io.jettymcp.mcp.McpService;
import reactor.core.publisher.Mono;

/** Represents an authenticated caller. */
public interface Caller {
  /**
   * Returns the owner of sessions and limits: the same for all requests with the same token, and
   * nothing that the token could be derived from.
   */
  String owner();

  /** Returns the service of this caller, as the headers of the request restrict it. */
  McpService service();

  /**
   * Returns whether Jetty accepts the caller's token, as far as is known. Never fails, and is true
   * if Jetty cannot be reached: the call then reports why. Checked before the first tool call.
   */
  Mono<Boolean> isAccepted();
}
