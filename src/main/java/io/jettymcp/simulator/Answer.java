package io.jettymcp.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One HTTP answer. */
record Answer(int status, String contentType, String body, Map<String, String> headers)
    implements Reaction {
  private static final String JSON = "application/json";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer ok(JsonNode json) {
    return of(200, json);
  }

  static Answer of(int status, JsonNode json) {
    return new Answer(status, JSON, Json.write(json), Map.of());
  }

  /** The form of all of Jetty's hand-written errors. */
  static Answer detail(int status, String text) {
    return of(status, Json.object().put("detail", text));
  }

  static Answer html(int status, String page) {
    return new Answer(status, "text/html; charset=UTF-8", page, Map.of());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, more);
  }
}
