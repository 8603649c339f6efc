package io.jettymcp.jetty;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Sends nothing, and reports when a request arrived and when the other side disconnected. */
public final class SilentAnswer implements FaultAnswer {
  public final CountDownLatch arrived = new CountDownLatch(1);
  public final CountDownLatch disconnected = new CountDownLatch(1);

  @Override
  public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
    arrived.countDown();
    try {
      connection.untilPeerCloses();
    } finally {
      disconnected.countDown();
    }
  }
}
