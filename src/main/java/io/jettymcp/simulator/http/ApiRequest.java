package io.jettymcp.simulator.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * One HTTP request as it came off the wire, its body read to the end.
 *
 * @param origin the address of the server as the client knows it, such as {@code
 *     http://127.0.0.1:8080}
 */
public record ApiRequest(
    String method,
    RequestTarget target,
    String origin,
    @Nullable String authorization,
    @Nullable String contentType,
    ByteBuffer body) {

  /** Reads the JSON body; null if there is none. A body of another content type is a string. */
  @Nullable JsonNode json() {
    if (!body.hasRemaining()) {
      return null;
    }
    String text = StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    if (contentType != null && !contentType.toLowerCase(Locale.ROOT).contains("json")) {
      return StringNode.valueOf(text);
    }
    try {
      return parse(text);
    } catch (JacksonException e) {
      throw ValidationErrors.badJson(e);
    }
  }

  /**
   * Parses one JSON value.
   *
   * @throws JacksonException if it is not JSON, or exceeds Jackson's limits on nesting and size
   */
  static JsonNode parse(String json) {
    JsonNode read = JsonMapper.shared().readTree(json);
    return read.isMissingNode() ? NullNode.getInstance() : read;
  }
}
