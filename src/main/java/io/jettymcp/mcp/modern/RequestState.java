package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds what is known of a request that asks its user, from one round to the next.
 *
 * @param nonce differs from that of every other state
 * @param round how often the request has asked
 * @param questions what was asked, by the keys of the questions
 */
record RequestState(Instant created, String nonce, int round, Map<String, Asked> questions) {
  /** A question that was asked, and its answer once it is there. */
  record Asked(String digest, Optional<JsonNode> answer) {}

  RequestState {
    questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("created", created.toEpochMilli());
    json.put("nonce", nonce).put("round", round);
    ObjectNode all = json.putObject("questions");
    questions.forEach(
        (key, asked) -> {
          ObjectNode one = all.putObject(key).put("digest", asked.digest());
          asked.answer().ifPresent(answer -> one.set("answer", answer));
        });
    return json;
  }

  static RequestState read(ObjectNode json) {
    Map<String, Asked> questions = new LinkedHashMap<>();
    json.path("questions")
        .properties()
        .forEach(
            one ->
                questions.put(
                    one.getKey(),
                    new Asked(
                        one.getValue().path("digest").asString(""),
                        Optional.ofNullable(one.getValue().get("answer")))));
    return new RequestState(
        Instant.ofEpochMilli(json.path("created").asLong(0)),
        json.path("nonce").asString(""),
        json.path("round").asInt(0),
        questions);
  }
}
