package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds the answers that a request brings, and asks for those that are missing. */
final class Questions {
  private final JsonNode given;

  /**
   * @param params of the request, which can have {@code inputResponses}
   */
  Questions(JsonNode params) {
    this.given = params.path("inputResponses");
  }

  Mono<Map<String, JsonNode>> ask(Map<String, ObjectNode> requests) {
    return Mono.fromCallable(
        () -> {
          Map<String, JsonNode> answers = new LinkedHashMap<>();
          Map<String, ObjectNode> open = new LinkedHashMap<>();
          requests.forEach(
              (key, request) -> {
                JsonNode answer = given.path(key);
                if (answer.isObject()) {
                  answers.put(key, answer);
                } else {
                  open.put(key, request);
                }
              });
          if (!open.isEmpty()) {
            throw new InputRequired(open);
          }
          return answers;
        });
  }

  /** Makes the result that asks the host. */
  ObjectNode result(InputRequired needed) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    ObjectNode requests = result.putObject("inputRequests");
    needed.requests().forEach(requests::set);
    return result;
  }
}
