package io.jettymcp.transport;

import io.jettymcp.json.JsonWriter;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON-RPC responses. The SDK has no response without an id, and does not return an id as
 * the JSON that it came in.
 */
public final class JsonRpcResponses {
  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcResponses.class);

  private final McpJsonMapper json;

  public JsonRpcResponses(McpJsonMapper json) {
    this.json = json;
  }

  String result(String id, Object result) {
    return response(id, "result", result);
  }

  /**
   * Writes an error response.
   *
   * @param id as JSON
   */
  public String error(String id, int code, String message) {
    return error(id, new JSONRPCError(code, message));
  }

  public String error(String id, JSONRPCError error) {
    return response(id, "error", error);
  }

  String internalError(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"error\":{\"code\":"
        + ErrorCodes.INTERNAL_ERROR
        + ",\"message\":\"Internal error\"}}";
  }

  /** Writes a response whose result is JSON already. */
  static String resultOf(String id, String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + json + "}";
  }

  private String response(String id, String member, Object value) {
    StringBuilder response = new StringBuilder(1024);
    response.append("{\"jsonrpc\":\"2.0\",\"id\":").append(id);
    response.append(",\"").append(member).append("\":");
    try {
      if (value instanceof JsonNode tree) {
        JsonWriter.write(tree, response);
      } else {
        response.append(json.writeValueAsString(value));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A response cannot be written as JSON: {}", e.getClass().getName());
      return internalError(id);
    }
    return response.append('}').toString();
  }
}
