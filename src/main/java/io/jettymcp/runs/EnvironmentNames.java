package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.View;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The names of a collection's environment variables, as far as the token can read them.
 *
 * @param body the reply of Jetty; missing where there is none
 */
public record EnvironmentNames(JsonNode body) {
  public static final View<EnvironmentNames> VIEW =
      View.of(EnvironmentNames.class).texts("keys", EnvironmentNames::names).required();

  public static final EnvironmentNames UNKNOWN = new EnvironmentNames(MissingNode.getInstance());

  /** With any of these, a collection runs on its own keys. */
  private static final Set<String> PROVIDER_KEYS =
      Set.of(
          "OPENROUTER_API_KEY",
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "GEMINI_API_KEY",
          "REPLICATE_API_TOKEN");

  /** Reads the names; unknown where Jetty refuses. Any other failure is an error. */
  public static Mono<EnvironmentNames> read(Call call, String collection) {
    return fetch(call, collection).onErrorReturn(Refused.class, UNKNOWN);
  }

  /** Reads the names; every failure is an error. */
  public static Mono<EnvironmentNames> fetch(Call call, String collection) {
    return call.send(request(collection)).map(reply -> new EnvironmentNames(reply.body()));
  }

  /** Requests the variables; the exchange removes their values from the reply. */
  public static Request request(String collection) {
    return Request.get("/api/v1/collections/{}/environment", collection);
  }

  public boolean isKnown() {
    return !body.isMissingNode();
  }

  public boolean has(String name) {
    return body.path("environment_variables").hasNonNull(name);
  }

  boolean hasProviderKey() {
    return PROVIDER_KEYS.stream().anyMatch(this::has);
  }

  /** Lists the keys of model providers that are set. */
  public List<String> providerKeys() {
    return PROVIDER_KEYS.stream().filter(this::has).sorted().toList();
  }

  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Json.setNames(body.path("environment_variables")).forEach(name -> names.add(name.asString()));
    return names;
  }
}
