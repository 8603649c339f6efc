package io.jettymcp.transport.http.stream;

/** Formats events as {@code text/event-stream}. All data is JSON on one line, or a path. */
public final class ServerSentEvents {
  /** Keeps proxies from closing an idle stream; clients skip comments. */
  static final String KEEP_ALIVE = ": keep-alive\n\n";

  private ServerSentEvents() {}

  /** Formats a message as an event with its number in its stream. */
  public interface Framing {
    String event(long number, String message);
  }

  public static String message(String json) {
    return "data: " + json + "\n\n";
  }

  public static String message(String id, String json) {
    return "id: " + id + "\ndata: " + json + "\n\n";
  }

  /** Formats a named event, as clients of HTTP+SSE expect it. */
  public static String named(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  /** Formats an event without data, from which a client learns the id to resume after. */
  public static String priming(String id) {
    return message(id, "");
  }
}
