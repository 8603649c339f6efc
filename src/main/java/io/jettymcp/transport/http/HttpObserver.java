package io.jettymcp.transport.http;

import java.time.Duration;

/**
 * Observes requests, sessions and streams. Called on any thread; must return at once and must not
 * throw. No value is chosen by a caller, so the number of distinct values is bounded.
 */
public interface HttpObserver {
  HttpObserver NONE = new HttpObserver() {};

  /** The routes of the server; {@link #OTHER} is every other path. */
  enum Route {
    MCP("/mcp"),
    SSE("/sse"),
    MESSAGES("/messages"),
    HEALTH("/healthz"),
    READINESS("/readyz"),
    METRICS("/metrics"),
    PAGE("/"),
    STATUS("/status"),
    RESOURCE_METADATA("/.well-known/oauth-protected-resource"),
    OTHER("other");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    /** Returns its path, or {@code other}. */
    public String label() {
      return label;
    }
  }

  /** The common HTTP methods; a caller may send any word as one. */
  enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    OTHER;

    /** Returns the method of this name, which is case-sensitive, or {@link #OTHER}. */
    public static Method of(String name) {
      for (Method method : values()) {
        if (method != OTHER && method.name().equals(name)) {
          return method;
        }
      }
      return OTHER;
    }
  }

  /** The reasons to reject a request or a connection. */
  enum Rejection {
    HOST,
    ORIGIN,
    TOKEN,
    BODY_TOO_LARGE,
    HEADERS_TOO_LARGE,
    TOO_SLOW,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_SESSIONS,
    TOO_MANY_CALLS,
    TOO_MANY_SUBSCRIPTIONS,
    DRAINING,
    OVERLOADED,
    BAD_REQUEST
  }

  /** The transports of a session. */
  enum SessionKind {
    STREAMABLE,
    SSE
  }

  /**
   * A request that has ended, with a complete response or without.
   *
   * @param status of the response, or 0 if the caller disconnected before
   * @param duration from the head of the request to the last byte of the response; for a stream, to
   *     its end
   * @param bytesIn of the request body, as transferred
   * @param bytesOut of the response body
   */
  record Served(
      Route route, Method method, int status, Duration duration, long bytesIn, long bytesOut) {}

  /** Called once per request. */
  default void requestEnded(Served request) {}

  /** Called in addition to {@link #requestEnded}, if it came to a request. */
  default void rejected(Rejection reason) {}

  default void sessionOpened(SessionKind kind) {}

  /** Called once per opened session, however it ended. */
  default void sessionClosed(SessionKind kind) {}

  /** Called when a stream of subscriptions begins. */
  default void subscriptionOpened() {}

  /** Called once per opened stream of subscriptions, however it ended. */
  default void subscriptionClosed() {}

  default void streamOpened() {}

  /** Called once per opened event stream, however it ended. */
  default void streamClosed() {}
}
