package io.jettymcp.mcp.legacy;

import io.jettymcp.mcp.HostChannel;
import io.jettymcp.tool.SharedQuestion;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities.Elicitation;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Optional;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Connects a request with the host of its session, which answers questions at any time. */
final class SessionChannel implements HostChannel {
  private final McpAsyncServerExchange exchange;

  SessionChannel(McpAsyncServerExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public boolean hasForms() {
    return elicitation().filter(able -> able.form() != null || able.url() == null).isPresent();
  }

  @Override
  public boolean hasPages() {
    return elicitation().filter(able -> able.url() != null).isPresent();
  }

  private Optional<Elicitation> elicitation() {
    return Optional.ofNullable(exchange.getClientCapabilities())
        .map(McpSchema.ClientCapabilities::elicitation);
  }

  @Override
  public boolean supportsLinks() {
    Object revision = exchange.transportContext().get(ClientSession.REVISION);
    return InitializeResponse.REVISIONS.indexOf(revision)
        >= InitializeResponse.REVISIONS.indexOf(ProtocolVersions.MCP_2025_06_18);
  }

  @Override
  public boolean followsTasks() {
    return false;
  }

  @Override
  public Mono<ElicitResult> elicit(String key, McpSchema.ElicitRequest request) {
    return exchange.createElicitation(request);
  }

  @Override
  public Mono<String> once(Predicate<String> isValid, Mono<String> question) {
    return exchange.transportContext().get(ClientSession.SHARED) instanceof SharedQuestion shared
        ? shared.answer(isValid, question)
        : question;
  }

  @Override
  public Mono<Void> mayChange() {
    return Mono.empty();
  }

  @Override
  public Mono<Void> progress(McpSchema.ProgressNotification notification) {
    return exchange.progressNotification(notification);
  }

  @Override
  public Optional<String> header(String name) {
    return exchange.transportContext().get(name) instanceof String value
        ? Optional.of(value)
        : Optional.empty();
  }
}
