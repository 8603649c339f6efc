package io.jettymcp.jetty;

import java.time.Duration;

/**
 * Observes every HTTP request to Jetty. Called on any thread; must return at once and must not
 * throw.
 */
public interface ApiObserver {
  /** Observes nothing. */
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
    /** No response, or none that could be read: the network, a deadline, an unreadable body. */
    FAULT,
    /** Cancelled by us: the caller left, or the overall deadline passed. */
    CANCELLED;

    /** Returns the ending for a status that is no success. */
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
   * Called at the end of each HTTP request; each retry and each redirect is a request of its own.
   *
   * @param took from the connection, or the wait for one, to the last byte of the body
   */
  void attemptEnded(Request.Method method, Ending ending, Duration took);

  /** Called when a request failed and is sent again after a pause. */
  void repeating(Request.Method method);
}
