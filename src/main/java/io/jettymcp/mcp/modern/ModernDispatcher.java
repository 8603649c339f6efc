package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Dispatches the requests of one caller to the table of methods. Each request stands on its own:
 * nothing of a host is remembered from one to the next.
 */
public final class ModernDispatcher {
  /** The method by which hosts learn what a server has. */
  public static final String DISCOVER = "server/discover";

  private final ModernService service;
  private final String owner;
  private final Subscriptions subscriptions;

  /**
   * @param owner of the token of these requests
   * @param subscriptions of all callers
   */
  public ModernDispatcher(ModernService service, String owner, Subscriptions subscriptions) {
    this.service = service;
    this.owner = owner;
    this.subscriptions = subscriptions;
  }

  /**
   * Returns whether a request is of this era: it names its revision, or asks for what only this era
   * has.
   */
  public static boolean isModern(String method, @Nullable JsonNode params) {
    return RequestMeta.isIn(params) || method.equals(DISCOVER);
  }

  public ModernService service() {
    return service;
  }

  /**
   * Accepts a request.
   *
   * @throws McpError if its {@code _meta} is invalid
   */
  public Accepted accept(String method, @Nullable JsonNode params) {
    return new Accepted(method, params == null ? Json.object() : params, RequestMeta.read(params));
  }

  /** A request whose {@code _meta} was read. */
  public final class Accepted {
    private final String method;
    private final JsonNode params;
    private final RequestMeta meta;

    private Accepted(String method, JsonNode params, RequestMeta meta) {
      this.method = method;
      this.params = params;
      this.meta = meta;
    }

    /** Returns the result of {@link #DISCOVER} as JSON. */
    public String discovery() {
      return service.discovery().result(ModernErrors.REVISIONS);
    }

    /** Returns the precomputed result of another method as JSON, if there is one. */
    public Optional<String> prepared() {
      return params.hasNonNull("cursor")
          ? Optional.empty()
          : service.prepared(method).map(ModernDispatcher.this::completed);
    }

    /**
     * Handles a request that has no precomputed result. Fails with an {@link McpError} that may be
     * sent to the host; any other error is a defect that must not be shown.
     *
     * @param id as JSON
     * @param headers of the request's transport, by name in lower case
     * @param back sends notifications to the host before the response
     */
    public Mono<Object> handle(
        String id, Map<String, Object> headers, Consumer<JSONRPCMessage> back) {
      return Mono.defer(
          () -> {
            ModernMethod found = find(method);
            found.extension().ifPresent(meta::requireExtension);
            Questions questions = questions(method, found, params, meta);
            ModernCall call =
                new ModernCall(
                    McpJson.mapper().readTree(id), owner, meta, questions, headers, back);
            Mono<ObjectNode> result =
                Mono.defer(() -> found.handler().handle(params, call))
                    .map(
                        complete ->
                            completed(
                                complete, params, isRetry(params) ? found.uncached() : found));
            return Mono.firstWithSignal(result, asked(questions, found))
                .onErrorMap(McpError.class, error -> ModernErrors.translated(error, params))
                .cast(Object.class);
          });
    }
  }

  private String completed(String members) {
    return "{\"resultType\":\"complete\","
        + CacheHints.OF_LISTS.members()
        + ",\"_meta\":{\""
        + RequestMeta.SERVER_INFO
        + "\":"
        + service.discovery().brief()
        + "},"
        + members.substring(1);
  }

  private Mono<ObjectNode> asked(Questions questions, ModernMethod found) {
    return questions
        .required()
        .map(
            result -> {
              if (!found.asks()) {
                throw new IllegalStateException("this method must not ask");
              }
              return identified(result);
            });
  }

  private Questions questions(
      String method, ModernMethod found, JsonNode params, RequestMeta meta) {
    return new Questions(
        service.states(),
        meta,
        owner,
        method,
        found.asks() ? params : Json.object(),
        found.changes().test(params));
  }

  private ModernMethod find(String method) {
    if (method.equals(Subscriptions.METHOD)) {
      return ModernMethod.of((params, call) -> subscriptions.listen(service, params, call));
    }
    ModernMethod found = service.methods().get(method);
    if (found == null) {
      throw ModernErrors.unknownMethod();
    }
    return found;
  }

  /** Returns whether a request brings answers: its result depends on them, so it is not kept. */
  private static boolean isRetry(JsonNode params) {
    return params.has("inputResponses") || params.has("requestState");
  }

  private ObjectNode completed(ObjectNode result, JsonNode params, ModernMethod method) {
    if (!result.has("resultType")) {
      result.put("resultType", "complete");
      method.hints().ifPresent(hints -> hints.apply(params).addTo(result));
    }
    return identified(result);
  }

  private ObjectNode identified(ObjectNode result) {
    ObjectNode meta =
        result.path("_meta") instanceof ObjectNode given ? given : result.putObject("_meta");
    meta.set(RequestMeta.SERVER_INFO, McpJson.mapper().readTree(service.discovery().brief()));
    return result;
  }
}
