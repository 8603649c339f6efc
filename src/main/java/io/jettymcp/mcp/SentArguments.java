package io.jettymcp.mcp;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Param;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the arguments of a request. Some hosts send them as JSON text, or none as a list. */
final class SentArguments {
  private static final Param<ObjectNode> ARGUMENTS = Param.object("arguments", "");

  private SentArguments() {}

  /** Returns the arguments; fails with an error of JSON-RPC if they are no object. */
  static ObjectNode of(JsonNode params) {
    JsonNode sent = params.path(ARGUMENTS.name());
    if (sent instanceof ObjectNode object) {
      return object;
    }
    try {
      return ARGUMENTS.isOmitted(sent) ? Json.object() : ARGUMENTS.read(sent);
    } catch (BadArguments e) {
      throw RpcErrors.invalid(e.problem());
    }
  }
}
