package io.jettymcp.mcp.call;

import io.jettymcp.mcp.call.CallObserver.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** Reports the end of a call once: a call may be cancelled after it was answered. */
final class ObservedCall {
  private final String tool;
  private final CallObserver observer;
  private final Clock clock;
  private final Instant begun;
  private final AtomicBoolean ended = new AtomicBoolean();

  private ObservedCall(String tool, CallObserver observer, Clock clock) {
    this.tool = tool;
    this.observer = observer;
    this.clock = clock;
    this.begun = clock.instant();
  }

  static Mono<ToolResponse> of(
      String tool, Mono<ToolResponse> call, CallObserver observer, Clock clock) {
    if (observer == CallObserver.NONE) {
      return call;
    }
    return Mono.defer(
        () -> {
          ObservedCall observed = new ObservedCall(tool, observer, clock);
          observer.callBegan();
          return call.doOnNext(
                  answer -> observed.end(answer.isError() ? Outcome.ERROR : Outcome.OK))
              .doOnTerminate(() -> observed.end(Outcome.ERROR))
              .doOnCancel(() -> observed.end(Outcome.CANCELLED));
        });
  }

  private void end(Outcome outcome) {
    if (ended.compareAndSet(false, true)) {
      observer.callEnded(tool, outcome, Duration.between(begun, clock.instant()));
    }
  }
}
