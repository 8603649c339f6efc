package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses server-sent events from bytes that may be cut anywhere. Holds only the event that is not
 * complete. For one thread at a time.
 *
 * <p>Lines are split as bytes and decoded when complete: no byte of a longer UTF-8 sequence looks
 * like a line end. An event that no empty line ends is dropped.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">The
 *     standard</a>
 */
final class ServerSentEventParser {
  /** In bytes, for a line too. */
  static final int MAX_EVENT = 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterReturn;
  private boolean begun;

  /** The bytes of the current event that are in {@link #data}. */
  private int added;

  /**
   * Returns the data of the events that these bytes complete, in order.
   *
   * @throws Failure.TooLarge if an event is longer than {@link #MAX_EVENT}
   */
  List<String> feed(byte[] bytes) {
    List<String> events = new ArrayList<>();
    for (byte b : bytes) {
      boolean endsCrLf = b == '\n' && afterReturn;
      afterReturn = b == '\r';
      if (endsCrLf) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        endLine(events);
      } else {
        line.write(b);
        if (added + line.size() > MAX_EVENT) {
          throw new Failure.TooLarge(Failure.TooLarge.What.EVENT, MAX_EVENT);
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
    added += size;
  }

  private void endEvent(List<String> events) {
    if (hasData) {
      events.add(data.toString());
    }
    data.setLength(0);
    hasData = false;
    added = 0;
  }
}
