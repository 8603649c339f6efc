package io.jettymcp.protocol;

import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What a server offers to its clients. One serves any number of sessions at once. */
public interface Service {
  /** Agrees on a revision of the protocol and says what there is. */
  Mono<McpSchema.InitializeResult> initialize(McpSchema.InitializeRequest request);

  /** What answers each method; a method that is not here does not exist. */
  Map<String, McpRequestHandler<?>> handlers();
}
