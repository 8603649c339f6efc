package io.jettymcp.mcp.call;

import io.jettymcp.tool.Question;
import io.jettymcp.tool.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Elicits prepared answers, or supports no elicitation. */
public final class FakeClient implements McpClient {
  public final List<String> questions = new CopyOnWriteArrayList<>();
  public final List<String> progressMessages = new CopyOnWriteArrayList<>();
  public Supplier<Optional<Timeline>> timeline = Optional::empty;
  public List<String> choices = List.of();
  public List<Question> fields = List.of();
  public final List<String> pages = new CopyOnWriteArrayList<>();
  public Map<String, String> answers = Map.of();
  public Duration answerDelay = Duration.ZERO;
  private final boolean elicits;
  private final Mono<Optional<String>> choice;
  private final Mono<Boolean> confirmation;

  private FakeClient(boolean elicits, Mono<Optional<String>> choice, Mono<Boolean> confirmation) {
    this.elicits = elicits;
    this.choice = choice;
    this.confirmation = confirmation;
  }

  public static FakeClient withoutElicitation() {
    return new FakeClient(
        false, Mono.error(new AssertionError()), Mono.error(new AssertionError()));
  }

  public static FakeClient choosing(Mono<Optional<String>> choice) {
    return new FakeClient(true, choice, Mono.just(true));
  }

  public static FakeClient choosing(String choice) {
    return choosing(Mono.just(Optional.of(choice)));
  }

  public static FakeClient confirming(Mono<Boolean> answer) {
    return new FakeClient(true, Mono.just(Optional.empty()), answer);
  }

  @Override
  public boolean canAsk() {
    return elicits;
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    questions.add(question);
    choices = options;
    return delayed(choice);
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> asked) {
    questions.add(question);
    fields = asked;
    return delayed(Mono.just(answers));
  }

  @Override
  public boolean canOfferPages() {
    return elicits;
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    pages.add(url);
    return delayed(Mono.empty());
  }

  private <T> Mono<T> delayed(Mono<T> answer) {
    return answerDelay.isZero() ? answer : Mono.delay(answerDelay).then(answer);
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    questions.add(question);
    return confirmation;
  }

  @Override
  public void offerTimeline(Supplier<Optional<Timeline>> offered) {
    timeline = offered;
  }

  @Override
  public void progress(Supplier<String> words) {
    progressMessages.add(words.get());
  }
}
