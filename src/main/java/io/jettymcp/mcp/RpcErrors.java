package io.jettymcp.mcp;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Param;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON-RPC errors, and checks what all requests have in common. */
final class RpcErrors {
  private static final Param<ObjectNode> ARGUMENTS = Param.object("arguments", "");

  private RpcErrors() {}

  static McpError invalid(String message) {
    return McpError.builder(ErrorCodes.INVALID_PARAMS).message(message).build();
  }

  /**
   * Reports an unknown name.
   *
   * @param otherwise the hint if no name is near, without a full stop
   */
  static McpError unknown(String what, String name, Collection<String> known, String otherwise) {
    return invalid("Unknown " + what + "." + NearestName.hint(name, known, " " + otherwise + "."));
  }

  static McpError notFound(String message) {
    return McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND).message(message).build();
  }

  /** Reports the error of a tool call. */
  static McpError of(ToolResponse answer, String tool) {
    int code =
        switch (answer.error().orElseThrow()) {
          case ARGUMENTS -> ErrorCodes.INVALID_PARAMS;
          case NOT_FOUND -> ErrorCodes.RESOURCE_NOT_FOUND;
          case SIGNED_OUT, UNREACHABLE, BLOCKED, TEMPORARY, OTHER -> ErrorCodes.INTERNAL_ERROR;
        };
    return McpError.builder(code).message(answer.text()).data(Map.of("tool", tool)).build();
  }

  /**
   * Reads the arguments of a request, or rejects them. Some hosts send them as JSON text, or none
   * as a list.
   */
  static ObjectNode arguments(JsonNode params) {
    JsonNode sent = params.path(ARGUMENTS.name());
    if (sent instanceof ObjectNode object) {
      return object;
    }
    try {
      return ARGUMENTS.isOmitted(sent) ? Json.object() : ARGUMENTS.read(sent);
    } catch (BadArguments e) {
      throw invalid(e.problem());
    }
  }

  /** Rejects a cursor of a list that has one page only. */
  static void refuseCursor(JsonNode params) {
    JsonNode cursor = params.path("cursor");
    if (!cursor.isMissingNode() && !cursor.isNull()) {
      throw invalid("Unknown cursor; start again without one.");
    }
  }
}
