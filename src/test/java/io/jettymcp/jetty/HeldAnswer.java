package io.jettymcp.jetty;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Holds an answer until the test releases it. */
public final class HeldAnswer implements FaultAnswer {
  public final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final FaultAnswer answer;

  public HeldAnswer(FaultAnswer answer) {
    this.answer = answer;
  }

  public void release() {
    released.countDown();
  }

  @Override
  public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
    arrived.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    answer.to(request, connection);
  }
}
