package io.jettymcp.jetty;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Work that a failure may overtake, such as the end of its time. What is overtaken is cancelled.
 * Every request passes some of these, so it is one object for each subscriber and no more.
 */
public final class FailOnSignal<T> extends Mono<T> {
  private final Mono<T> work;
  private final Function<Consumer<Throwable>, Disposable> start;

  private FailOnSignal(Mono<T> work, Function<Consumer<Throwable>, Disposable> start) {
    this.work = work;
    this.start = start;
  }

  /**
   * The work, with a rival.
   *
   * @param start begins what may overtake the work: it gets what to call with the failure, and
   *     gives what ends it when the work was faster
   */
  public static <T> Mono<T> of(Mono<T> work, Function<Consumer<Throwable>, Disposable> start) {
    return new FailOnSignal<>(work, start);
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    work.subscribe(new Runner<>(actual, start));
  }

  private static final class Runner<T>
      implements CoreSubscriber<T>, Subscription, Consumer<Throwable> {
    private final CoreSubscriber<? super T> actual;
    private final Function<Consumer<Throwable>, Disposable> start;
    private final Context context;

    /** Whoever sets it decides how the race ends. */
    private final AtomicBoolean over = new AtomicBoolean();

    private @Nullable Subscription running;
    private volatile @Nullable Disposable rival;

    Runner(CoreSubscriber<? super T> actual, Function<Consumer<Throwable>, Disposable> start) {
      this.actual = actual;
      this.start = start;
      this.context = actual.currentContext();
    }

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      running = subscription;
      actual.onSubscribe(this);
      if (!over.get()) {
        Disposable begun = start.apply(this);
        rival = begun;
        if (over.get()) {
          begun.dispose();
        }
      }
    }

    @Override
    public void request(long n) {
      if (running != null) {
        running.request(n);
      }
    }

    @Override
    public void onNext(T value) {
      if (wins()) {
        actual.onNext(value);
        actual.onComplete();
      }
    }

    @Override
    public void onComplete() {
      if (wins()) {
        actual.onComplete();
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (wins()) {
        actual.onError(failure);
      }
    }

    @Override
    public void cancel() {
      if (wins() && running != null) {
        running.cancel();
      }
    }

    /** The rival is faster. */
    @Override
    public void accept(Throwable failure) {
      if (wins()) {
        if (running != null) {
          running.cancel();
        }
        actual.onError(failure);
      }
    }

    private boolean wins() {
      boolean first = over.compareAndSet(false, true);
      Disposable begun = rival;
      if (first && begun != null) {
        begun.dispose();
      }
      return first;
    }
  }
}
