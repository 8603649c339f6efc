package io.jettymcp.transport;

/** Receives the messages that one message of a client leads to. No method blocks. */
public interface MessageSink {
  /**
   * Sends a notification, such as progress, before the response.
   *
   * @throws IllegalStateException if the client accepts the response only
   */
  void notify(String notification);

  /**
   * Sends a request to the client before the response, which waits for it: unlike progress it must
   * not be dropped for a client that reads slowly.
   *
   * @throws IllegalStateException if the client accepts the response only
   */
  void request(String request);

  /** Sends the response, which is the last message. */
  void respond(String response);

  /**
   * Sends the response that greets the client: of {@code initialize}, {@code server/discover}, or a
   * precomputed one of the modern era.
   */
  default void greet(String response) {
    respond(response);
  }

  /**
   * Sends an error as the response.
   *
   * @param code of JSON-RPC
   */
  default void respondError(int code, String response) {
    respond(response);
  }

  /** Reports that the client has cancelled the call, which gets no response. */
  void cancelled();
}
