package io.jettymcp.protocol;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A caller before whom there is a person with answers prepared, or nobody. */
final class FakePeer implements Peer {
  final List<String> questions = new CopyOnWriteArrayList<>();
  final List<String> heard = new CopyOnWriteArrayList<>();
  List<String> offered = List.of();
  private final boolean asks;
  private final Mono<Optional<String>> choice;
  private final Mono<Boolean> confirmation;

  private FakePeer(boolean asks, Mono<Optional<String>> choice, Mono<Boolean> confirmation) {
    this.asks = asks;
    this.choice = choice;
    this.confirmation = confirmation;
  }

  static FakePeer thatCannotAsk() {
    return new FakePeer(false, Mono.error(new AssertionError()), Mono.error(new AssertionError()));
  }

  static FakePeer choosing(Mono<Optional<String>> choice) {
    return new FakePeer(true, choice, Mono.just(true));
  }

  static FakePeer choosing(String choice) {
    return choosing(Mono.just(Optional.of(choice)));
  }

  static FakePeer confirming(Mono<Boolean> answer) {
    return new FakePeer(true, Mono.just(Optional.empty()), answer);
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
  public Mono<Boolean> confirm(String question) {
    questions.add(question);
    return confirmation;
  }

  @Override
  public void progress(String message) {
    heard.add(message);
  }
}
