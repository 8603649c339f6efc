package io.jettymcp.transport.http;

/** How events are written in {@code text/event-stream}. All data is JSON on one line, or a path. */
final class ServerSentEvents {
  /** Keeps proxies from closing a stream on which nothing is said; clients skip it. */
  static final String KEEP_ALIVE = ": keep-alive\n\n";

  private ServerSentEvents() {}

  /** Makes an event of a message, with its number in its stream. */
  interface Framing {
    String event(long number, String message);
  }

  static String message(String json) {
    return "data: " + json + "\n\n";
  }

  static String message(String id, String json) {
    return "id: " + id + "\ndata: " + json + "\n\n";
  }

  /** An event as clients of HTTP+SSE want it. */
  static String named(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  /** Tells a client by which id to come back, before there is anything to say. */
  static String priming(String id) {
    return message(id, "");
  }

  /**
   * The last event before a stream is ended early. The delay is said here alone and not when a
   * stream begins: the MCP SDK for Java takes a line it does not know for an error.
   */
  static String comeBack(String id) {
    return "id: " + id + "\nretry: 1000\ndata: \n\n";
  }
}
