package io.jettymcp.transport;

/** Where what is said about one message of a client goes. No method waits. */
public interface Outlet {
  /**
   * Something on the way to the answer: progress, or a question.
   *
   * @throws IllegalStateException if the client takes nothing but the answer
   */
  void tell(String message);

  /** The answer; it is the last that is said. */
  void answer(String message);

  /** The client has cancelled the call: there will be no answer. */
  void cancelled();
}
