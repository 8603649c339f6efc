package io.jettymcp.protocol;

import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An MCP host that made a call: it is asked by elicitation and told by progress notifications. */
final class HostPeer implements Peer {
  private final McpAsyncServerExchange exchange;
  private final @Nullable Object progressToken;
  private int told;
  private boolean ended;

  /**
   * @param progressToken the token of the call, or null if its progress is not wanted
   */
  HostPeer(McpAsyncServerExchange exchange, @Nullable Object progressToken) {
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
    return ask(question, field, property)
        .map(answer -> answer.filter(String.class::isInstance).map(String.class::cast));
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    return ask(question, "confirm", ordered("type", "boolean", "title", "Yes, do it"))
        .map(answer -> answer.filter(Boolean.TRUE::equals).isPresent());
  }

  /** The one field of a form, if the person filled it in and accepted. */
  private Mono<Optional<Object>> ask(String question, String field, Map<String, Object> property) {
    Map<String, Object> schema = ordered("type", "object", "required", List.of(field));
    schema.put("properties", Map.of(field, property));
    return exchange
        .createElicitation(McpSchema.ElicitFormRequest.builder(question, schema).build())
        .map(
            result ->
                result.action() == ElicitResult.Action.ACCEPT && result.content() != null
                    ? Optional.ofNullable(result.content().get(field))
                    : Optional.empty())
        .defaultIfEmpty(Optional.empty());
  }

  private static Map<String, Object> ordered(String a, Object b, String c, Object d) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, b);
    map.put(c, d);
    return map;
  }

  /** Sent while nobody else can tell or end, so that numbers rise and none comes too late. */
  @Override
  public synchronized void progress(String message) {
    if (progressToken == null || ended) {
      return;
    }
    told++;
    exchange
        .progressNotification(
            McpSchema.ProgressNotification.builder(progressToken, told).message(message).build())
        .onErrorComplete()
        .subscribe();
  }

  /** No more progress from now on: the answer is next, or nobody waits for one. */
  synchronized void end() {
    ended = true;
  }
}
