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
 * The JSON of answers. Written here because the SDK's own has no answer without an id, and because
 * an id goes back as the JSON it came in.
 */
public final class JsonRpcResponses {
  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcResponses.class);

  private final McpJsonMapper json;

  public JsonRpcResponses(McpJsonMapper json) {
    this.json = json;
  }

  String result(String id, Object result) {
    return answer(id, "result", result);
  }

  /** An error; the id is JSON. */
  public String error(String id, int code, String message) {
    return answer(id, "error", new JSONRPCError(code, message));
  }

  /** An error as a handler gave it. */
  String error(String id, JSONRPCError error) {
    return answer(id, "error", error);
  }

  String internalError(String id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"error\":{\"code\":"
        + ErrorCodes.INTERNAL_ERROR
        + ",\"message\":\"Internal error\"}}";
  }

  /** A result that is JSON already. */
  static String written(String id, String result) {
    return written(id, "result", result);
  }

  private static String written(String id, String kind, String value) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"" + kind + "\":" + value + "}";
  }

  private String answer(String id, String kind, Object value) {
    try {
      return value instanceof JsonNode tree
          ? written(id, kind, tree)
          : written(id, kind, json.writeValueAsString(value));
    } catch (IOException | RuntimeException unwritable) {
      LOG.warn("An answer cannot be written as JSON: {}", unwritable.getClass().getName());
      return internalError(id);
    }
  }

  private static String written(String id, String kind, JsonNode value) {
    StringBuilder answer = new StringBuilder(1024);
    answer.append("{\"jsonrpc\":\"2.0\",\"id\":").append(id);
    answer.append(",\"").append(kind).append("\":");
    JsonWriter.write(value, answer);
    return answer.append('}').toString();
  }
}
