package io.jettymcp.tool;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a question once for all calls of a session that wait for the answer, and remembers it. Only
 * a value is remembered: after a refusal, the next call asks again.
 */
public final class SharedQuestion {
  private @Nullable String answer;
  private Sinks.@Nullable One<String> open;

  /** The call whose question it was is cancelled, and the question with it. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super(null, null, false, false);
    }
  }

  /**
   * Returns the remembered answer, else that of the open question, else asks.
   *
   * @param isValid whether a remembered answer still holds
   * @param question what this call would ask
   */
  public Mono<String> answer(Predicate<String> isValid, Mono<String> question) {
    return Mono.defer(
        () -> {
          Sinks.One<String> asked;
          synchronized (this) {
            if (answer != null && isValid.test(answer)) {
              return Mono.just(answer);
            }
            if (open != null) {
              return open.asMono().onErrorResume(Abandoned.class, e -> answer(isValid, question));
            }
            asked = Sinks.one();
            open = asked;
          }
          return question
              .doOnNext(
                  value -> {
                    close(asked, value);
                    asked.tryEmitValue(value);
                  })
              .doOnError(
                  failure -> {
                    close(asked, null);
                    asked.tryEmitError(failure);
                  })
              .doOnCancel(
                  () -> {
                    close(asked, null);
                    asked.tryEmitError(new Abandoned());
                  });
        });
  }

  /** Closes a question, unless it was closed before: a call can be cancelled after its answer. */
  private synchronized void close(Sinks.One<String> asked, @Nullable String value) {
    if (open == asked) {
      open = null;
      answer = value;
    }
  }
}
