package io.jettymcp.transport.http.header;

import io.jettymcp.transport.http.HttpError;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses the {@code Accept} header.
 *
 * @param json whether the client accepts a JSON document
 * @param events whether the client accepts a stream of events
 */
public record AcceptHeader(boolean json, boolean events) {
  public static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream";

  private static final AcceptHeader ALL = new AcceptHeader(true, true);

  /** Parses the header; a client without one accepts everything. */
  public static AcceptHeader of(Optional<String> header) {
    return header.map(AcceptHeader::of).orElse(ALL);
  }

  private static AcceptHeader of(String header) {
    boolean json = false;
    boolean events = false;
    for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.split(";", -1);
      String type = parts[0].strip();
      if (!hasZeroWeight(parts)) {
        json |= type.equals(JSON) || type.equals("application/*") || type.equals("*/*");
        events |= type.equals(EVENTS) || type.equals("text/*") || type.equals("*/*");
      }
    }
    return new AcceptHeader(json, events);
  }

  /** Returns whether the type is not acceptable (RFC 9110, section 12.4.2). */
  private static boolean hasZeroWeight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().matches("q\\s*=\\s*0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }

  public AcceptHeader requireAny() throws HttpError {
    if (!json && !events) {
      throw new HttpError(406, "Accept must include application/json or text/event-stream.");
    }
    return this;
  }

  public void requireEvents() throws HttpError {
    if (!events) {
      throw new HttpError(406, "Accept must include text/event-stream.");
    }
  }
}
