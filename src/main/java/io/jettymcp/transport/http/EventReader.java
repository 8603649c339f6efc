package io.jettymcp.transport.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** Takes events from a log as fast as one connection wants them, in one thread at a time. */
final class EventReader {
  private final EventLog log;
  private final FluxSink<String> sink;
  private final AtomicInteger wakes = new AtomicInteger();

  /** The number of the last event that was read. */
  private long cursor;

  private String before;
  private boolean over;
  private volatile boolean silent;

  EventReader(EventLog log, long after, String before, FluxSink<String> sink) {
    this.log = log;
    this.cursor = after;
    this.before = before;
    this.sink = sink;
  }

  void start(Scheduler timer) {
    long period = EventLog.KEEP_ALIVE.toMillis();
    Disposable silence =
        timer.schedulePeriodically(this::breakSilence, period, period, TimeUnit.MILLISECONDS);
    log.attach(this);
    sink.onDispose(
        () -> {
          silence.dispose();
          log.detach(this);
        });
    sink.onRequest(more -> wake());
    wake();
  }

  private void breakSilence() {
    silent = true;
    wake();
  }

  /** To be called when there may be something to do. */
  void wake() {
    if (wakes.getAndIncrement() > 0) {
      return;
    }
    int done = 1;
    while (done > 0) {
      advance();
      done = wakes.addAndGet(-done);
    }
  }

  private void advance() {
    while (!over && !sink.isCancelled()) {
      if (sink.requestedFromDownstream() > 0) {
        String next = next();
        if (!next.isEmpty()) {
          sink.next(next);
          continue;
        }
      }
      over = log.dismisses(this, cursor);
      if (over) {
        sink.complete();
      }
      return;
    }
  }

  /** What is to be written next, or an empty text. */
  private String next() {
    if (!before.isEmpty()) {
      String first = before;
      before = "";
      log.primed();
      return first;
    }
    ReplayBuffer.Held event = log.next(this, cursor);
    if (event != null) {
      cursor = event.number;
      silent = false;
      return event.text;
    }
    if (silent) {
      silent = false;
      return ServerSentEvents.KEEP_ALIVE;
    }
    return "";
  }
}
