package io.jettymcp.mcp.call;

import io.jettymcp.tool.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A client for calls without a conversation: never asks the user and reports no progress. */
public final class NonInteractiveClient implements McpClient {
  public static final NonInteractiveClient INSTANCE = new NonInteractiveClient();

  private NonInteractiveClient() {}

  @Override
  public boolean canAsk() {
    return false;
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    return Mono.just(Optional.empty());
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> questions) {
    return Mono.just(Map.of());
  }

  @Override
  public boolean canOfferPages() {
    return false;
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    return Mono.empty();
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    return Mono.just(false);
  }

  @Override
  public void progress(Supplier<String> words) {}
}
