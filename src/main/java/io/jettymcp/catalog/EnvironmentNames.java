package io.jettymcp.catalog;

import io.jettymcp.api.Failure.Refused;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The names of a collection's variables, as far as the token may know them.
 *
 * @param body what Jetty said, or a missing node where it said no
 */
record EnvironmentNames(JsonNode body) {
  /** A refusal is an answer, and means that nothing is known; any other failure is none. */
  static Mono<EnvironmentNames> read(Call call, String collection) {
    return EnvironmentTools.read(call, collection)
        .map(reply -> new EnvironmentNames(reply.body()))
        .onErrorReturn(Refused.class, new EnvironmentNames(MissingNode.getInstance()));
  }

  boolean isKnown() {
    return !body.isMissingNode();
  }

  boolean has(String name) {
    return body.path("environment_variables").hasNonNull(name);
  }

  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Json.setNames(body.path("environment_variables")).forEach(name -> names.add(name.asString()));
    return names;
  }
}
