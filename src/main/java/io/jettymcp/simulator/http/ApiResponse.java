package io.jettymcp.simulator.http;

import io.jettymcp.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A complete HTTP response. */
public record ApiResponse(
    int status, String contentType, ByteBuffer body, Map<String, String> headers)
    implements Response {

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  public static ApiResponse ok(JsonNode json) {
    return json(200, json);
  }

  public static ApiResponse json(int status, JsonNode json) {
    return text(status, "application/json", json.toString());
  }

  public static ApiResponse text(int status, String contentType, String body) {
    return new ApiResponse(status, contentType, StandardCharsets.UTF_8.encode(body), Map.of());
  }

  /** A file to be saved under this name. */
  public static ApiResponse file(String name, String contentType, ByteBuffer bytes) {
    return new ApiResponse(200, contentType, bytes, Map.of())
        .with("Content-Disposition", "attachment; " + fileName(name));
  }

  /** Writes the name as Jetty's framework does: in the extended form if it needs escapes. */
  private static String fileName(String name) {
    String escaped = RequestTarget.escape(name, "-._~");
    return escaped.equals(name) ? "filename=\"" + name + "\"" : "filename*=utf-8''" + escaped;
  }

  /** The form of all of Jetty's hand-written errors. */
  public static ApiResponse detail(int status, String detail) {
    return json(status, Json.object().put("detail", detail));
  }

  /** The body of an error in OpenAI's form. */
  public static ObjectNode openAiError(String message) {
    ObjectNode json = Json.object();
    json.putObject("error").put("message", message);
    return json;
  }

  public ApiResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(status, contentType, body, more);
  }
}
