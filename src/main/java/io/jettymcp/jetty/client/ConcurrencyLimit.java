package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/** Limits concurrent requests of a kind; the rest wait in the order they came. */
final class ConcurrencyLimit implements Exchange {
  private final int limit;
  private final Predicate<Request> kind;
  private final Exchange next;
  private final Set<Turn> waiting = new LinkedHashSet<>();
  private int running;
  private final AtomicInteger draining = new AtomicInteger();

  /**
   * @param kind the requests that are limited; all others pass
   */
  ConcurrencyLimit(int limit, Predicate<Request> kind, Exchange next) {
    this.limit = limit;
    this.kind = kind;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    return kind.test(request)
        ? Mono.create(sink -> enter(new Turn(request, sink)))
        : next.send(request);
  }

  private void enter(Turn turn) {
    turn.sink.onCancel(turn);
    synchronized (waiting) {
      if (!turn.left) {
        waiting.add(turn);
      }
    }
    admit();
  }

  private void leave(Turn turn) {
    synchronized (waiting) {
      if (turn.left) {
        return;
      }
      turn.left = true;
      if (!waiting.remove(turn) && turn.admitted) {
        running--;
      }
    }
    admit();
  }

  /** Starts waiting requests in a loop: those that end at once must not overflow the stack. */
  private void admit() {
    if (draining.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      for (Turn turn = first(); turn != null; turn = first()) {
        turn.start();
      }
      missed = draining.addAndGet(-missed);
    } while (missed != 0);
  }

  private @Nullable Turn first() {
    synchronized (waiting) {
      Iterator<Turn> queue = waiting.iterator();
      if (running == limit || !queue.hasNext()) {
        return null;
      }
      Turn turn = queue.next();
      queue.remove();
      turn.admitted = true;
      running++;
      return turn;
    }
  }

  /** A place in the queue, and then the request. It is left before the reply is passed on. */
  private final class Turn extends BaseSubscriber<Reply> {
    private final Request request;
    private final MonoSink<Reply> sink;
    private boolean admitted;
    private boolean left;
    private boolean replied;

    Turn(Request request, MonoSink<Reply> sink) {
      this.request = request;
      this.sink = sink;
    }

    /**
     * Reports every error to this request alone, as the loop that calls this serves the others too.
     */
    void start() {
      try {
        next.send(request).subscribe(this);
      } catch (Throwable fatal) { // Reactor rethrows a missing class, for example.
        onError(fatal);
      }
    }

    @Override
    public Context currentContext() {
      return Context.of(sink.contextView());
    }

    @Override
    protected void hookOnNext(Reply reply) {
      replied = true;
      leave(this);
      sink.success(reply);
    }

    /** Completes the sink only once: a second time would drop a reply not yet requested. */
    @Override
    protected void hookOnComplete() {
      leave(this);
      if (!replied) {
        sink.success();
      }
    }

    @Override
    protected void hookOnError(Throwable failure) {
      leave(this);
      sink.error(failure);
    }

    /** Called when the caller cancels. */
    @Override
    public void dispose() {
      super.dispose();
      leave(this);
    }
  }
}
