package io.jettymcp.mcp;

import io.jettymcp.tool.Question;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An MCP host: asks its user by elicitation and reports by progress notifications. */
final class ElicitingClient implements McpClient {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** In seconds; no call is silent for ten. */
  private static final int MAX_SILENCE = 9;

  private final McpAsyncServerExchange exchange;
  private final @Nullable Object progressToken;
  private int told;
  private int silent;
  private boolean ended;

  /**
   * @param progressToken the token of the call, or null if the host wants no progress
   */
  ElicitingClient(McpAsyncServerExchange exchange, @Nullable Object progressToken) {
    this.exchange = exchange;
    this.progressToken = progressToken;
  }

  @Override
  public boolean canAsk() {
    McpSchema.ClientCapabilities capabilities = exchange.getClientCapabilities();
    if (capabilities == null || capabilities.elicitation() == null) {
      return false;
    }
    return capabilities.elicitation().form() != null || capabilities.elicitation().url() == null;
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    Map<String, Object> property = ordered("type", "string", "title", "Collection");
    property.put("enum", options);
    return answer(question, field, property)
        .map(answer -> answer.filter(String.class::isInstance).map(String.class::cast));
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    return answer(question, "confirm", ordered("type", "boolean", "title", "Yes, do it"))
        .map(answer -> answer.filter(Boolean.TRUE::equals).isPresent());
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> questions) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Question field : questions) {
      Map<String, Object> property = ordered("type", "string", "title", field.name());
      if (!field.description().isEmpty()) {
        property.put("description", field.description());
      }
      properties.put(field.name(), property);
    }
    return form(question, properties)
        .map(
            content -> {
              Map<String, String> answers = new LinkedHashMap<>();
              for (Question field : questions) {
                if (content.get(field.name()) instanceof String text) {
                  answers.put(field.name(), text);
                }
              }
              return answers;
            });
  }

  @Override
  public boolean canOfferPages() {
    McpSchema.ClientCapabilities capabilities = exchange.getClientCapabilities();
    return capabilities != null
        && capabilities.elicitation() != null
        && capabilities.elicitation().url() != null;
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    String id = UUID.randomUUID().toString();
    return exchange
        .createElicitation(McpSchema.ElicitUrlRequest.builder(why, url, id).build())
        .then();
  }

  /** Returns the one field of a form, if the user filled it in and accepted. */
  private Mono<Optional<Object>> answer(
      String question, String field, Map<String, Object> property) {
    return form(question, Map.of(field, property))
        .map(content -> Optional.ofNullable(content.get(field)));
  }

  /** Shows a form whose fields are all required; empty if the user did not accept. */
  private Mono<Map<String, Object>> form(String question, Map<String, Object> properties) {
    Map<String, Object> schema =
        ordered("type", "object", "required", List.copyOf(properties.keySet()));
    schema.put("properties", properties);
    return exchange
        .createElicitation(McpSchema.ElicitFormRequest.builder(question, schema).build())
        .map(
            result ->
                result.action() == ElicitResult.Action.ACCEPT && result.content() != null
                    ? result.content()
                    : Map.<String, Object>of())
        .defaultIfEmpty(Map.of());
  }

  private static Map<String, Object> ordered(String a, Object b, String c, Object d) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, b);
    map.put(c, d);
    return map;
  }

  /** The same work, of which the host hears also while Jetty does not answer. */
  <T> Mono<T> toldOf(Mono<T> work) {
    if (progressToken == null) {
      return work;
    }
    Mono<T> telling =
        Flux.interval(SECOND).doOnNext(second -> breakSilence()).then(Mono.<T>never());
    return Mono.firstWithSignal(work, telling).doOnTerminate(this::end).doOnCancel(this::end);
  }

  private synchronized void breakSilence() {
    silent++;
    if (silent >= MAX_SILENCE) {
      progress("working");
    }
  }

  /** Sent while nobody else can tell or end, so that numbers rise and none comes too late. */
  @Override
  public synchronized void progress(String message) {
    if (progressToken == null || ended) {
      return;
    }
    told++;
    silent = 0;
    exchange
        .progressNotification(
            McpSchema.ProgressNotification.builder(progressToken, told).message(message).build())
        .onErrorComplete()
        .subscribe();
  }

  /** No more progress from now on: the answer is next, or nobody waits for one. */
  private synchronized void end() {
    ended = true;
  }
}
