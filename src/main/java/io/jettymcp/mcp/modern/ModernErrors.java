package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the errors of this era. */
public final class ModernErrors {
  /** A header of HTTP is missing, malformed or unlike the body. */
  public static final int HEADER_MISMATCH = -32020;

  /** The host has not declared a capability that the request needs. */
  public static final int MISSING_CAPABILITY = -32021;

  /** The revision is not supported in this era. */
  public static final int UNSUPPORTED_REVISION = -32022;

  /** All revisions of both eras, newest first. */
  static final List<String> REVISIONS =
      List.of(RequestMeta.REVISION, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  private ModernErrors() {}

  public static McpError invalid(String message) {
    return McpError.builder(ErrorCodes.INVALID_PARAMS).message(message).build();
  }

  /**
   * Reports a state that cannot be opened for a request. One message for all causes: it must not
   * say which part of a guess was right.
   */
  static McpError invalidState() {
    return invalid(
        "The requestState is not valid for this request: it was changed, is older than ten minutes,"
            + " belongs to another call or token, or was sealed with another key (each process has"
            + " its own, unless --state-key-file is set). Call again without requestState and"
            + " inputResponses.");
  }

  /** Reports a state that was used before, by a request that may have changed something. */
  static McpError usedState() {
    return invalid(
        "This requestState was already used, and the call may have done its work. Check that first;"
            + " to do it again, call without requestState and inputResponses.");
  }

  static McpError tooManyStates() {
    return McpError.builder(ErrorCodes.INTERNAL_ERROR)
        .message(
            "Too many questions were answered within the last minutes. Nothing was done. Call again"
                + " without requestState and inputResponses in ten minutes.")
        .build();
  }

  /** Reports an id that is no task of this caller. One message for all causes, as above. */
  static McpError unknownTask() {
    return invalid(
        "Unknown task: it has expired, or belongs to another token, or the server was started again"
            + " with another key. Its runs are not affected.");
  }

  static McpError unknownMethod() {
    return McpError.builder(ErrorCodes.METHOD_NOT_FOUND).message("Method not found").build();
  }

  /** Reports a header that a request must repeat something in, and does not. */
  public static McpError headerMismatch(String message) {
    return McpError.builder(HEADER_MISMATCH).message(message).build();
  }

  /**
   * Reports a missing capability.
   *
   * @param required the capabilities as the host would declare them
   */
  public static McpError missingCapability(String message, ObjectNode required) {
    ObjectNode data = Json.object();
    data.set("requiredCapabilities", required);
    return McpError.builder(MISSING_CAPABILITY).message(message).data(data).build();
  }

  /** Reports a revision that has no {@code _meta}, or that nothing here speaks. */
  public static McpError unsupportedRevision(String requested) {
    ObjectNode data = Json.object();
    REVISIONS.forEach(data.putArray("supported")::add);
    data.put("requested", requested.length() > 40 ? requested.substring(0, 40) : requested);
    return McpError.builder(UNSUPPORTED_REVISION)
        .message("Unsupported protocol version")
        .data(data)
        .build();
  }

  /** Returns an error of the operations as this era has it: -32002 is gone. */
  static McpError translated(McpError error, JsonNode params) {
    JSONRPCError known = error.getJsonRpcError();
    if (known == null || known.code() != ErrorCodes.RESOURCE_NOT_FOUND) {
      return error;
    }
    JsonNode uri = params.path("uri");
    return McpError.builder(ErrorCodes.INVALID_PARAMS)
        .message(known.message())
        .data(uri.isString() ? Json.object().put("uri", uri.stringValue()) : known.data())
        .build();
  }
}
