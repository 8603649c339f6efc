package io.jettymcp.runs;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
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
public record EnvironmentNames(JsonNode body) {
  /** A refusal is an answer, and means that nothing is known; any other failure is none. */
  public static Mono<EnvironmentNames> read(Call call, String collection) {
    return fetch(call, collection)
        .map(reply -> new EnvironmentNames(reply.body()))
        .onErrorReturn(Refused.class, new EnvironmentNames(MissingNode.getInstance()));
  }

  /** Requests the variables; the exchange removes their values from the reply. */
  public static Mono<Reply> fetch(Exchange jetty, String collection) {
    return jetty.send(Request.get("/api/v1/collections/{}/environment", collection));
  }

  public boolean isKnown() {
    return !body.isMissingNode();
  }

  public boolean has(String name) {
    return body.path("environment_variables").hasNonNull(name);
  }

  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Json.setNames(body.path("environment_variables")).forEach(name -> names.add(name.asString()));
    return names;
  }
}
