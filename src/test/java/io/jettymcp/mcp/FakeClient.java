package io.jettymcp.mcp;

import io.jettymcp.tool.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A caller before whom there is a person with answers prepared, or nobody. */
public final class FakeClient implements McpClient {
  final List<String> questions = new CopyOnWriteArrayList<>();
  public final List<String> heard = new CopyOnWriteArrayList<>();
  List<String> offered = List.of();
  List<Question> fields = List.of();
  final List<String> pages = new CopyOnWriteArrayList<>();
  Map<String, String> answers = Map.of();
  Duration thinks = Duration.ZERO;
  private final boolean asks;
  private final Mono<Optional<String>> choice;
  private final Mono<Boolean> confirmation;

  private FakeClient(boolean asks, Mono<Optional<String>> choice, Mono<Boolean> confirmation) {
    this.asks = asks;
    this.choice = choice;
    this.confirmation = confirmation;
  }

  public static FakeClient thatCannotAsk() {
    return new FakeClient(
        false, Mono.error(new AssertionError()), Mono.error(new AssertionError()));
  }

  static FakeClient choosing(Mono<Optional<String>> choice) {
    return new FakeClient(true, choice, Mono.just(true));
  }

  static FakeClient choosing(String choice) {
    return choosing(Mono.just(Optional.of(choice)));
  }

  static FakeClient confirming(Mono<Boolean> answer) {
    return new FakeClient(true, Mono.just(Optional.empty()), answer);
  }

  @Override
  public boolean canAsk() {
    return asks;
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    questions.add(question);
    offered = options;
    return choice;
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> asked) {
    questions.add(question);
    fields = asked;
    return thinking(Mono.just(answers));
  }

  @Override
  public boolean canOfferPages() {
    return asks;
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    pages.add(url);
    return thinking(Mono.empty());
  }

  private <T> Mono<T> thinking(Mono<T> answer) {
    return thinks.isZero() ? answer : Mono.delay(thinks).then(answer);
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    questions.add(question);
    return confirmation;
  }

  @Override
  public void progress(Supplier<String> words) {
    heard.add(words.get());
  }
}
