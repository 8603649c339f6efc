package io.jettymcp.mcp;

import io.jettymcp.text.NearestName;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes JSON-RPC errors, for requests that cannot be answered with a result. */
final class RpcErrors {
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
    return invalid(
        "Unknown "
            + what
            + NearestName.of(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(". " + otherwise + "."));
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
          case SIGNED_OUT, UNREACHABLE, OTHER -> ErrorCodes.INTERNAL_ERROR;
        };
    return McpError.builder(code).message(answer.text()).data(Map.of("tool", tool)).build();
  }

  /** Rejects a cursor of a list that has one page only. */
  static void refuseCursor(JsonNode params) {
    JsonNode cursor = params.path("cursor");
    if (!cursor.isMissingNode() && !cursor.isNull()) {
      throw invalid("Unknown cursor; start again without one.");
    }
  }
}
