package io.jettymcp.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The bound of a time: a failure that comes when it is over, unless it is cancelled before. */
final class Alarm {
  private Alarm() {}

  /**
   * What work has to be faster than. It takes a timer and nothing else, as every request needs one.
   */
  static <T> Mono<T> after(Duration limit, Scheduler scheduler, Supplier<Failure> passed) {
    return Mono.create(
        sink ->
            sink.onDispose(
                scheduler.schedule(
                    () -> sink.error(passed.get()), limit.toNanos(), TimeUnit.NANOSECONDS)));
  }
}
