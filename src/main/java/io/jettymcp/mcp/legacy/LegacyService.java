package io.jettymcp.mcp.legacy;

import io.modelcontextprotocol.server.McpRequestHandler;
import java.util.Map;
import java.util.Optional;

/** Answers the methods of MCP for any number of concurrent sessions. */
public interface LegacyService {
  /**
   * Negotiates the protocol revision and declares the server's capabilities.
   *
   * @param revision the one that the client requests; another one is answered with the newest
   */
  InitializeResponse initialize(String revision);

  /**
   * Returns the precomputed result of a method as JSON, if it is the same for every request without
   * a cursor.
   */
  default Optional<String> prepared(String method) {
    return Optional.empty();
  }

  /**
   * Returns the handler of each method that is not precomputed. The params are a JSON object, or
   * null.
   */
  Map<String, McpRequestHandler<?>> handlers();
}
