package io.jettymcp.conformance;

import io.jettymcp.mcp.modern.ModernCall;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks what the fixture declares for tools and prompts. */
final class FixtureQuestions {
  private final Fixture fixture;

  FixtureQuestions(Fixture fixture) {
    this.fixture = fixture;
  }

  /** Asks one round after the other; returns all answers by their keys. */
  Mono<Map<String, JsonNode>> ask(String name, ModernCall call) {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    return Flux.fromIterable(fixture.at("questions", name))
        .concatMap(round -> call.ask(requests(round)))
        .doOnNext(answers::putAll)
        .then(Mono.fromSupplier(() -> answers));
  }

  /** Asks those of the first round that the client can answer. */
  Mono<Map<String, JsonNode>> askWhatIsDeclared(String name, ModernCall call) {
    Map<String, ObjectNode> requests = requests(fixture.at("questions", name).path(0));
    requests
        .values()
        .removeIf(
            request -> {
              String method = request.path("method").asString();
              return !call.meta().capabilities().has(method.substring(0, method.indexOf('/')));
            });
    return call.ask(requests);
  }

  Map<String, ObjectNode> firstRound(String name) {
    return requests(fixture.at("questions", name).path(0));
  }

  private Map<String, ObjectNode> requests(JsonNode round) {
    Map<String, ObjectNode> requests = new LinkedHashMap<>();
    round
        .properties()
        .forEach(
            entry ->
                requests.put(
                    entry.getKey(),
                    (ObjectNode) fixture.at("requests", entry.getValue().asString())));
    return requests;
  }
}
