package io.jettymcp.runs;

import io.jettymcp.tool.Call;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells the caller now and then how things stand, also while Jetty does not answer. */
public final class ProgressTicker {
  /** The contract promises progress every 10 seconds at least. */
  private static final Duration EVERY = Duration.ofSeconds(8);

  private ProgressTicker() {}

  public static <T> Mono<T> during(Mono<T> work, Call call, Supplier<String> words) {
    Mono<T> telling =
        Flux.interval(EVERY).doOnNext(tick -> call.progress(words.get())).then(Mono.never());
    return Mono.firstWithSignal(work, telling);
  }
}
