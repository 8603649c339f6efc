package io.jettymcp.transport;

/** Where what is said about one message of a client goes. No method waits. */
public interface MessageSink {
  /**
   * Something on the way to the answer, such as progress.
   *
   * @throws IllegalStateException if the client takes nothing but the answer
   */
  void tell(String message);

  /**
   * A question on the way to the answer, which waits for it: unlike progress it must not be dropped
   * for a client that reads slowly.
   *
   * @throws IllegalStateException if the client takes nothing but the answer
   */
  void ask(String question);

  /** The answer; it is the last that is said. */
  void answer(String message);

  /** The client has cancelled the call: there will be no answer. */
  void cancelled();
}
