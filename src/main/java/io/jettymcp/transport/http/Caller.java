package io.jettymcp.transport.http;

import io.jettymcp.transport.McpService;
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
   * Verifies the caller's token with Jetty, unless it was verified lately. Fails with an {@link
   * HttpError} if too many new tokens wait for their verification.
   */
  Mono<TokenStatus> tokenStatus();
}
