package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events out of bytes that may be cut anywhere, and keeps of them only what the
 * next event needs. For one thread at a time.
 *
 * <p>Lines are told apart as bytes and decoded when they are whole: no byte of a longer UTF-8
 * sequence looks like a line end. An event that is not closed by an empty line never comes out.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">The
 *     standard</a>
 */
final class ServerSentEventParser {
  /** Longest event in bytes, and longest line. */
  static final int MAX_EVENT = 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterReturn;
  private boolean begun;

  /** How many bytes of the event that is being read went into {@link #data}. */
  private int taken;

  /**
   * The data of the events that these bytes complete, in order.
   *
   * @throws Failure.TooLarge if an event is longer than {@link #MAX_EVENT}
   */
  List<String> feed(byte[] bytes) {
    List<String> events = new ArrayList<>();
    for (byte b : bytes) {
      boolean secondHalf = b == '\n' && afterReturn;
      afterReturn = b == '\r';
      if (secondHalf) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        endLine(events);
      } else {
        line.write(b);
        if (taken + line.size() > MAX_EVENT) {
          throw new Failure.TooLarge(MAX_EVENT);
        }
      }
    }
    return events;
  }

  private void endLine(List<String> events) {
    int size = line.size();
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!begun) {
      begun = true;
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
    if (text.isEmpty()) {
      endEvent(events);
    } else if (text.equals("data")) {
      append("", size);
    } else if (text.startsWith("data:")) {
      append(text.substring(text.startsWith("data: ") ? 6 : 5), size);
    }
  }

  private void append(String value, int size) {
    if (hasData) {
      data.append('\n');
    }
    data.append(value);
    hasData = true;
    taken += size;
  }

  private void endEvent(List<String> events) {
    if (hasData) {
      events.add(data.toString());
    }
    data.setLength(0);
    hasData = false;
    taken = 0;
  }
}
