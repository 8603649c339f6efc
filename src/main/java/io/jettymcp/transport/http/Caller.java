package io.jettymcp.transport.http;

import io.jettymcp.mcp.McpService;
import reactor.core.publisher.Mono;

/** Somebody who may call. */
public interface Caller {
  /**
   * Who they are: the same for all requests with the same token, and nothing that the token could
   * be found from. Sessions and limits belong to it.
   */
  String owner();

  /** What is served to them, as the headers of their request narrow it. */
  McpService service();

  /**
   * Whether Jetty takes their token, as far as is known. It never fails, and is true where Jetty
   * cannot be asked: the call then says why. To be asked before the first call of a tool.
   */
  Mono<Boolean> isAccepted();
}
