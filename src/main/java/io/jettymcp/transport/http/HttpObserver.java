package io.jettymcp.transport.http;

import java.time.Duration;

/**
 * Is told of what happens at the front door. It is told on any thread, must return at once, and
 * must not throw. Nothing that a caller chose is told, so that what is kept of it is bounded.
 */
public interface HttpObserver {
  /** Nobody wants to know. */
  HttpObserver NONE =
      new HttpObserver() {
        @Override
        public void requestEnded(Served request) {}

        @Override
        public void refused(Refusal reason) {}

        @Override
        public void sessionOpened(SessionKind kind) {}

        @Override
        public void sessionClosed(SessionKind kind) {}

        @Override
        public void streamOpened() {}

        @Override
        public void streamClosed() {}
      };

  /** What is served; every address that is not is {@link #OTHER}. */
  enum Route {
    MCP("/mcp"),
    SSE("/sse"),
    MESSAGES("/messages"),
    HEALTH("/healthz"),
    READINESS("/readyz"),
    METRICS("/metrics"),
    PAGE("/"),
    RESOURCE_METADATA("/.well-known/oauth-protected-resource"),
    OTHER("other");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    /** Its path, or {@code other}. */
    public String label() {
      return label;
    }
  }

  /** Methods in use; a caller may send any word as one. */
  enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS,
    OTHER;

    /** The one of this name, as it is written in HTTP, or {@link #OTHER}. */
    public static Method of(String name) {
      for (Method method : values()) {
        if (method != OTHER && method.name().equals(name)) {
          return method;
        }
      }
      return OTHER;
    }
  }

  /** Why a request, or a connection, was turned away. */
  enum Refusal {
    HOST,
    ORIGIN,
    TOKEN,
    BODY_TOO_LARGE,
    HEADERS_TOO_LARGE,
    TOO_SLOW,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_SESSIONS,
    TOO_MANY_CALLS,
    DRAINING,
    BAD_REQUEST
  }

  /** Ways to hold a session. */
  enum SessionKind {
    STREAMABLE,
    SSE
  }

  /**
   * A request that is over, be it answered or broken off.
   *
   * @param status what it was answered with, or 0 if the caller left before
   * @param took from the head of the request to the last byte of the answer; of a stream, to its
   *     end
   * @param bytesIn of its body, as they came over the wire
   * @param bytesOut of the body of the answer
   */
  record Served(
      Route route, Method method, int status, Duration took, long bytesIn, long bytesOut) {}

  /** Told once for each request. */
  void requestEnded(Served request);

  /** Told beside the end of the request, if it became one. */
  void refused(Refusal reason);

  void sessionOpened(SessionKind kind);

  /** Told once for each session that was opened, however it ended. */
  void sessionClosed(SessionKind kind);

  /** A stream of events began. */
  void streamOpened();

  /** Told once for each stream that was opened, however it ended. */
  void streamClosed();
}
