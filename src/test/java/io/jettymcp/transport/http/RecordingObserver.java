package io.jettymcp.transport.http;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what the server told its observer. */
final class RecordingObserver implements HttpObserver {
  final BlockingQueue<Served> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();

  @Override
  public void requestEnded(Served request) {
    ended.add(request);
  }

  @Override
  public void refused(Refusal reason) {
    refused.add(reason);
  }

  @Override
  public void sessionOpened(SessionKind kind) {}

  @Override
  public void sessionClosed(SessionKind kind) {}

  @Override
  public void streamOpened() {}

  @Override
  public void streamClosed() {}
}
