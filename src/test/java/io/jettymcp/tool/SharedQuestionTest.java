package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class SharedQuestionTest {
  private final SharedQuestion shared = new SharedQuestion();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> outcomes = new ArrayList<>();
  private Sinks.One<String> answer = Sinks.one();

  private Disposable ask() {
    return shared
        .answer(
            "acme"::equals,
            Mono.defer(
                () -> {
                  asked.incrementAndGet();
                  return answer.asMono();
                }))
        .subscribe(outcomes::add, failure -> outcomes.add("failed"));
  }

  @Test
  void waitingCallsShareOneQuestion() {
    for (int call = 0; call < 5; call++) {
      ask();
    }
    assertThat(asked).hasValue(1);
    answer.tryEmitValue("acme");
    assertThat(outcomes).hasSize(5).containsOnly("acme");
    ask();
    assertThat(asked).hasValue(1);
    assertThat(outcomes).hasSize(6).containsOnly("acme");
  }

  @Test
  void refusalReachesThoseThatWaitAndIsForgotten() {
    ask();
    ask();
    answer.tryEmitError(new IllegalStateException("dismissed"));
    assertThat(outcomes).containsExactly("failed", "failed");
    answer = Sinks.one();
    ask();
    assertThat(asked).hasValue(2);
    answer.tryEmitValue("acme");
    assertThat(outcomes).endsWith("acme");
  }

  @Test
  void answerThatNoLongerHoldsIsAskedAgain() {
    ask();
    answer.tryEmitValue("gone");
    answer = Sinks.one();
    ask();
    assertThat(asked).hasValue(2);
  }

  @Test
  void waitingCallAsksWhenTheFirstIsCancelled() {
    Disposable first = ask();
    ask();
    ask();
    first.dispose();
    assertThat(asked).hasValue(2);
    answer.tryEmitValue("acme");
    assertThat(outcomes).containsExactly("acme", "acme");
  }

  @Test
  void callCancelledAfterItsAnswerForgetsNothing() {
    Sinks.One<String> work = Sinks.one();
    Disposable call =
        shared.answer("acme"::equals, Mono.just("acme")).flatMap(name -> work.asMono()).subscribe();
    call.dispose();
    ask();
    assertThat(asked).hasValue(0);
    assertThat(outcomes).containsExactly("acme");
  }

  @Test
  void cancelledWaitingCallLeavesTheQuestionOpen() {
    ask();
    ask().dispose();
    answer.tryEmitValue("acme");
    assertThat(asked).hasValue(1);
    assertThat(outcomes).containsExactly("acme");
  }
}
