package io.jettymcp.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RaceTest {
  private final RuntimeException tooLate = new IllegalStateException("late");

  private final Sinks.One<String> work = Sinks.one();
  private final AtomicInteger given = new AtomicInteger();
  private final List<Consumer<Throwable>> rivals = new ArrayList<>();
  private final Disposable rival = Disposables.single();
  private final List<Object> heard = new ArrayList<>();
  private final Mono<String> race =
      FailOnSignal.of(
          work.asMono().doOnCancel(given::incrementAndGet),
          late -> {
            rivals.add(late);
            return rival;
          });

  private Disposable run() {
    return race.subscribe(heard::add, heard::add, () -> heard.add("end"));
  }

  @Test
  void workThatIsFasterEndsItsRival() {
    run();
    work.tryEmitValue("done");
    rivals.get(0).accept(tooLate);

    assertThat(heard).containsExactly("done", "end");
    assertThat(rival.isDisposed()).isTrue();
  }

  @Test
  void workThatIsOvertakenIsGivenUp() {
    run();
    rivals.get(0).accept(tooLate);
    rivals.get(0).accept(tooLate);
    work.tryEmitValue("done");

    assertThat(heard).containsExactly(tooLate);
    assertThat(given).hasValue(1);
    assertThat(rival.isDisposed()).isTrue();
  }

  @Test
  void workThatFailsOrEndsWithoutAValueEndsItsRival() {
    run();
    work.tryEmitError(tooLate);
    assertThat(heard).containsExactly(tooLate);
    assertThat(rival.isDisposed()).isTrue();

    assertThat(FailOnSignal.of(Mono.empty(), late -> rival).blockOptional()).isEmpty();
  }

  @Test
  void whoCancelsEndsBoth() {
    run().dispose();
    rivals.get(0).accept(tooLate);

    assertThat(heard).isEmpty();
    assertThat(given).hasValue(1);
    assertThat(rival.isDisposed()).isTrue();
  }

  @Test
  void workThatEndsAtOnceHasNoRival() {
    assertThat(
            FailOnSignal.of(
                    Mono.just(1),
                    late -> {
                      throw new AssertionError("started");
                    })
                .block())
        .isEqualTo(1);
  }

  @Test
  void aRivalMayWinWhileItStarts() {
    Mono<Integer> lost =
        FailOnSignal.of(
            Mono.never(),
            late -> {
              late.accept(tooLate);
              return rival;
            });

    lost.subscribe(heard::add, heard::add);

    assertThat(heard).containsExactly(tooLate);
    assertThat(rival.isDisposed()).isTrue();
  }

  @Test
  void theContextIsThatOfWhoeverWaits() {
    Mono<String> told = Mono.deferContextual(context -> Mono.just(context.get("key")));

    assertThat(
            FailOnSignal.of(told, late -> rival)
                .contextWrite(context -> context.put("key", "x"))
                .block())
        .isEqualTo("x");
  }
}
