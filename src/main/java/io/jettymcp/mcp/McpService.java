package io.jettymcp.mcp;

import io.modelcontextprotocol.server.McpRequestHandler;
import java.util.Map;
import java.util.Optional;

/** What a server offers to its clients. One serves any number of sessions at once. */
public interface McpService {
  /**
   * Agrees on a revision of the protocol and says what there is.
   *
   * @param revision the one that the client asks for
   * @throws io.modelcontextprotocol.spec.McpError for what the client is to be told instead
   */
  InitializeResponse initialize(String revision);

  /** The result of a method as JSON, if it is the same for every request and known already. */
  default Optional<String> prepared(String method) {
    return Optional.empty();
  }

  /**
   * What answers each method that is not prepared; one that is not here does not exist. The params
   * are a JSON object, or null.
   */
  Map<String, McpRequestHandler<?>> handlers();
}
