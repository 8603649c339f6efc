package io.jettymcp.transport.http;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what the server reports to its observer. */
public final class RecordingObserver implements HttpObserver {
  public final BlockingQueue<Rejection> rejections = new LinkedBlockingQueue<>();
  public final AtomicInteger openSessions = new AtomicInteger();
  private final BlockingQueue<Served> ended = new LinkedBlockingQueue<>();

  /** Waits for the next request that has ended. */
  public Served nextEnded() throws InterruptedException {
    return next(ended);
  }

  public Rejection nextRejection() throws InterruptedException {
    return next(rejections);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing was reported");
  }

  @Override
  public void requestEnded(Served request) {
    ended.add(request);
  }

  @Override
  public void rejected(Rejection reason) {
    rejections.add(reason);
  }

  @Override
  public void sessionOpened(SessionKind kind) {
    openSessions.incrementAndGet();
  }

  @Override
  public void sessionClosed(SessionKind kind) {
    openSessions.decrementAndGet();
  }
}
