package io.jettymcp.jetty;

import java.time.Duration;

/**
 * Is told of every HTTP request to Jetty. It is told on any thread, must return at once, and must
 * not throw.
 */
public interface ApiObserver {
  /** Nobody wants to know. */
  ApiObserver NONE =
      new ApiObserver() {
        @Override
        public void attemptEnded(Request.Method method, Ending ending, Duration took) {}

        @Override
        public void repeating(Request.Method method) {}
      };

  /** How an HTTP request ended. */
  enum Ending {
    /** 2xx, and the body was read. */
    SUCCESS,
    /** 3xx. */
    REDIRECT,
    /** 4xx. */
    CLIENT_ERROR,
    /** 5xx. */
    SERVER_ERROR,
    /**
     * No reply, or none that could be read: the network, a deadline, a body that makes no sense.
     */
    FAULT,
    /** Given up by us: nobody wants the reply any more, or all the time for it is over. */
    CANCELLED;

    /** What a status that is no success says. */
    public static Ending of(int status) {
      return switch (status / 100) {
        case 3 -> REDIRECT;
        case 4 -> CLIENT_ERROR;
        case 5 -> SERVER_ERROR;
        default -> FAULT;
      };
    }
  }

  /**
   * An HTTP request ended; told once for each, repeats and redirects included.
   *
   * @param took from the connection, or the wait for one, to the last byte of the body
   */
  void attemptEnded(Request.Method method, Ending ending, Duration took);

  /** A request failed in passing and is sent again, after a pause. */
  void repeating(Request.Method method);
}
