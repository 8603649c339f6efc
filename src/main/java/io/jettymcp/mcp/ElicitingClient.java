package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.McpClient;
import io.jettymcp.tool.Question;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** An MCP host: asks its user by elicitation and reports by progress notifications. */
final class ElicitingClient implements McpClient {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The contract promises progress at least every 10 seconds. */
  private static final int MAX_SILENT_SECONDS = 9;

  private final HostChannel host;
  private final @Nullable Object progressToken;
  private Supplier<String> latest = () -> "working";
  private int sent;
  private int silentSeconds;
  private boolean ended;

  /**
   * @param params those of the request, which can hold a token for progress
   */
  ElicitingClient(HostChannel host, JsonNode params) {
    this.host = host;
    this.progressToken = token(params.path("_meta").path("progressToken"));
  }

  private static @Nullable Object token(JsonNode token) {
    if (token.isNumber() && Json.isFinite(token)) {
      return token.numberValue();
    }
    return token.isString() ? token.stringValue() : null;
  }

  @Override
  public boolean canAsk() {
    return host.hasForms();
  }

  @Override
  public boolean followsTasks() {
    return host.followsTasks();
  }

  @Override
  public Mono<Void> mayChange() {
    return host.mayChange();
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    Map<String, Object> property = ordered("type", "string", "title", "Collection");
    property.put("enum", options);
    return form(field, question, Map.of(field, property))
        .map(content -> content.map(filled -> choice(filled.get(field), field, options)));
  }

  private static String choice(@Nullable Object value, String field, List<String> options) {
    if (value instanceof String text && options.contains(text)) {
      return text;
    }
    throw Unanswered.malformed("is malformed: its \"" + field + "\" is none of the choices");
  }

  @Override
  public Mono<String> once(Predicate<String> isValid, Mono<String> question) {
    return host.once(isValid, question);
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    return form(
            "confirm",
            question,
            Map.of("confirm", ordered("type", "boolean", "title", "Yes, do it")))
        .map(
            content ->
                content.isPresent()
                    && filled(content.get(), "confirm", Boolean.class)
                        .orElseThrow(
                            () -> Unanswered.malformed("is malformed: it has no \"confirm\"")));
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
    return form("parameters", question, properties)
        .map(
            content -> {
              Map<String, String> answers = new LinkedHashMap<>();
              for (Question field : questions) {
                content
                    .flatMap(filled -> filled(filled, field.name(), String.class))
                    .ifPresent(text -> answers.put(field.name(), text));
              }
              return answers;
            });
  }

  @Override
  public boolean canOfferPages() {
    return host.hasPages();
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    String id = UUID.randomUUID().toString();
    return host.elicit("page", McpSchema.ElicitUrlRequest.builder(why, url, id).build()).then();
  }

  /** Shows a form whose fields are all required; empty if the user refused. */
  private Mono<Optional<Map<String, Object>>> form(
      String key, String question, Map<String, Object> properties) {
    Map<String, Object> schema =
        ordered("type", "object", "required", List.copyOf(properties.keySet()));
    schema.put("properties", properties);
    return host.elicit(key, McpSchema.ElicitFormRequest.builder(question, schema).build())
        .onErrorMap(McpError.class, ElicitingClient::refusedByHost)
        .map(ElicitingClient::content);
  }

  private static Unanswered refusedByHost(McpError failure) {
    McpSchema.JSONRPCResponse.JSONRPCError error = failure.getJsonRpcError();
    return error == null
        ? Unanswered.refusedByHost(McpSchema.ErrorCodes.INTERNAL_ERROR, "no reason")
        : Unanswered.refusedByHost(error.code(), error.message());
  }

  private static Optional<Map<String, Object>> content(ElicitResult result) {
    if (result.action() == ElicitResult.Action.DECLINE) {
      return Optional.empty();
    }
    if (result.action() == ElicitResult.Action.CANCEL) {
      throw Unanswered.dismissed();
    }
    if (result.action() != ElicitResult.Action.ACCEPT || result.content() == null) {
      throw Unanswered.malformed("is malformed: it accepts without content");
    }
    return Optional.of(result.content());
  }

  /** Returns a field that the user filled in; empty if it is missing. */
  private static <T> Optional<T> filled(Map<String, Object> content, String field, Class<T> type) {
    Object value = content.get(field);
    if (value != null && !type.isInstance(value)) {
      throw Unanswered.malformed("is malformed: its \"" + field + "\" has the wrong type");
    }
    return Optional.ofNullable(type.cast(value));
  }

  private static Map<String, Object> ordered(String a, Object b, String c, Object d) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, b);
    map.put(c, d);
    return map;
  }

  /** Reports the latest progress again while the work is silent. */
  <T> Mono<T> reportDuring(Mono<T> work) {
    if (progressToken == null) {
      return work;
    }
    Mono<T> reports =
        Flux.interval(SECOND).doOnNext(second -> breakSilence()).then(Mono.<T>never());
    return Mono.firstWithSignal(work, reports).doOnTerminate(this::end).doOnCancel(this::end);
  }

  private synchronized void breakSilence() {
    silentSeconds++;
    if (silentSeconds >= MAX_SILENT_SECONDS) {
      send();
    }
  }

  @Override
  public synchronized void progress(Supplier<String> words) {
    latest = words;
    send();
  }

  /** Sends under the lock, so that numbers rise and none comes after the end. */
  private synchronized void send() {
    if (progressToken == null || ended) {
      return;
    }
    sent++;
    silentSeconds = 0;
    host.progress(
            McpSchema.ProgressNotification.builder(progressToken, sent)
                .message(latest.get())
                .build())
        .onErrorComplete()
        .subscribe();
  }

  /** Ends the progress: the response is next, or the host waits for none. */
  private synchronized void end() {
    ended = true;
  }
}
