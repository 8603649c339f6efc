package io.jettymcp.transport.http;

import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of answer that a client takes, by its {@code Accept}.
 *
 * @param json one JSON document
 * @param events a stream of events
 */
record AcceptHeader(boolean json, boolean events) {
  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream";

  private static final AcceptHeader ALL = new AcceptHeader(true, true);

  /** A client that says nothing takes all. */
  static AcceptHeader of(Optional<String> header) {
    return header.map(AcceptHeader::of).orElse(ALL);
  }

  private static AcceptHeader of(String header) {
    boolean json = false;
    boolean events = false;
    for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      String type = parts[0].strip();
      if (!isRefused(parts)) {
        json |= type.equals(JSON) || type.equals("application/*") || type.equals("*/*");
        events |= type.equals(EVENTS) || type.equals("text/*") || type.equals("*/*");
      }
    }
    return new AcceptHeader(json, events);
  }

  /** A weight of 0 says that the type is not wanted (RFC 9110, 12.4.2). */
  private static boolean isRefused(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().matches("q\\s*=\\s*0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }

  AcceptHeader require() throws HttpError {
    if (!json && !events) {
      throw new HttpError(406, "Accept must include application/json or text/event-stream.");
    }
    return this;
  }

  void requireEvents() throws HttpError {
    if (!events) {
      throw new HttpError(406, "Accept must include text/event-stream.");
    }
  }
}
