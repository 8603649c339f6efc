package io.jettymcp.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One HTTP answer. */
record ApiResponse(int status, String contentType, ByteBuffer body, Map<String, String> headers)
    implements Response {
  private static final String JSON = "application/json";

  ApiResponse {
    headers = Map.copyOf(headers);
  }

  static ApiResponse ok(JsonNode json) {
    return of(200, json);
  }

  static ApiResponse of(int status, JsonNode json) {
    return text(status, JSON, SimulatorJson.write(json));
  }

  static ApiResponse text(int status, String contentType, String body) {
    return new ApiResponse(status, contentType, StandardCharsets.UTF_8.encode(body), Map.of());
  }

  /** A file to be saved under this name. */
  static ApiResponse file(String name, String contentType, byte[] bytes) {
    return new ApiResponse(200, contentType, ByteBuffer.wrap(bytes), Map.of())
        .with("Content-Disposition", "attachment; " + fileName(name));
  }

  /** As Jetty's framework writes it: in the extended form if the plain one cannot hold it. */
  private static String fileName(String name) {
    String escaped = RequestTarget.escape(name, "-._~");
    return escaped.equals(name) ? "filename=\"" + name + "\"" : "filename*=utf-8''" + escaped;
  }

  /** The form of all of Jetty's hand-written errors. */
  static ApiResponse detail(int status, String text) {
    return of(status, SimulatorJson.object().put("detail", text));
  }

  static ApiResponse html(int status, String page) {
    return text(status, "text/html; charset=UTF-8", page);
  }

  /** The form of errors at OpenAI. */
  static ApiResponse error(int status, String message) {
    return of(status, error(message));
  }

  static ObjectNode error(String message) {
    ObjectNode json = SimulatorJson.object();
    json.putObject("error").put("message", message);
    return json;
  }

  ApiResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(status, contentType, body, more);
  }
}
