package io.jettymcp.transport.http.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** Reads events of a log as fast as one connection requests them, in one thread at a time. */
final class EventReader {
  private final EventLog log;
  private final FluxSink<String> sink;
  private final AtomicInteger wakes = new AtomicInteger();

  /** The number of the last event that was read. */
  private long cursor;

  private String preamble;
  private boolean done;
  private volatile boolean keepAliveDue;

  EventReader(EventLog log, long after, String preamble, FluxSink<String> sink) {
    this.log = log;
    this.cursor = after;
    this.preamble = preamble;
    this.sink = sink;
  }

  void start(Scheduler timer) {
    long period = EventLog.KEEP_ALIVE.toMillis();
    Disposable keepAlive =
        timer.schedulePeriodically(this::keepAlive, period, period, TimeUnit.MILLISECONDS);
    log.attach(this);
    sink.onDispose(
        () -> {
          keepAlive.dispose();
          log.detach(this);
        });
    sink.onRequest(more -> wake());
    wake();
  }

  private void keepAlive() {
    keepAliveDue = true;
    wake();
  }

  /** Reads what can be read; must be called after every change of the log. */
  void wake() {
    if (wakes.getAndIncrement() > 0) {
      return;
    }
    int handled = 1;
    while (handled > 0) {
      advance();
      handled = wakes.addAndGet(-handled);
    }
  }

  private void advance() {
    while (!done && !sink.isCancelled()) {
      if (sink.requestedFromDownstream() > 0) {
        String next = next();
        if (!next.isEmpty()) {
          sink.next(next);
          continue;
        }
      }
      done = log.isDrained(this, cursor);
      if (done) {
        sink.complete();
      }
      return;
    }
  }

  /** Returns the next text to write, or an empty one. */
  private String next() {
    if (!preamble.isEmpty()) {
      String first = preamble;
      preamble = "";
      log.markRead();
      return first;
    }
    ReplayBuffer.Event event = log.next(this, cursor);
    if (event != null) {
      cursor = event.number;
      keepAliveDue = false;
      return event.text;
    }
    if (keepAliveDue) {
      keepAliveDue = false;
      return ServerSentEvents.KEEP_ALIVE;
    }
    return "";
  }
}
