package io.jettymcp.transport.http.server;

/** Counts what arrives of one request's body. Used on the event loop of its connection only. */
final class ReceivedBody {
  private long bytes;
  private long bytesAfterResponse;
  private boolean answered;
  private boolean ended;
  private Runnable onEnd = () -> {};

  void received(int count) {
    bytes += count;
    if (answered) {
      bytesAfterResponse += count;
    }
  }

  /** Notes that the response to the request is complete. */
  void answered() {
    answered = true;
  }

  /** Ends the body, with its last byte or with its connection. */
  void end() {
    if (!ended) {
      ended = true;
      onEnd.run();
    }
  }

  /** Runs a listener once the body has ended; at once if it already has. */
  void onEnd(Runnable listener) {
    if (ended) {
      listener.run();
    } else {
      onEnd = listener;
    }
  }

  boolean isEnded() {
    return ended;
  }

  boolean isAnswered() {
    return answered;
  }

  long bytes() {
    return bytes;
  }

  long bytesAfterResponse() {
    return bytesAfterResponse;
  }
}
