package io.jettymcp.transport.http.stream;

import io.jettymcp.transport.http.limit.MemoryBudget;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Holds the events of one session's streams for connections that read slowly or resume. Limited in
 * bytes: the oldest events are dropped first, and responses are not dropped in favour of progress.
 * A request to the client counts as a response. When the budget of all sessions is full, it holds
 * what is being read and nothing for clients that may resume. It is also the lock of the session's
 * streams.
 */
public final class ReplayBuffer {
  /** The maximum bytes of events before responses. */
  public static final int MAX_PROGRESS = 1024 * 1024;

  /** The maximum bytes of responses; one response of this size fits. */
  public static final int MAX_RESPONSES = 8 * 1024 * 1024;

  private final MemoryBudget memory;
  private final Share progress = new Share(MAX_PROGRESS);
  private final Share responses = new Share(MAX_RESPONSES);

  /**
   * @param memory of all sessions
   */
  public ReplayBuffer(MemoryBudget memory) {
    this.memory = memory;
  }

  /** An event in the buffer. */
  static final class Event {
    /** The bytes of an event besides its text. */
    private static final int OVERHEAD = 256;

    /** The bytes of its stream, which are freed with its last event. */
    private static final int STREAM = 1024;

    final EventLog log;
    final long number;
    final String text;
    final boolean required;

    Event(EventLog log, long number, String text, boolean required) {
      this.log = log;
      this.number = number;
      this.text = text;
      this.required = required;
    }

    /** Returns the maximum bytes in memory. */
    private long size() {
      return OVERHEAD + (required ? STREAM : 0) + 2L * text.length();
    }
  }

  /** Adds an event; without room it stays until the next one comes or it is read. */
  synchronized void add(Event event) {
    Share share = share(event);
    share.add(event);
    if (isFull() && event.log.isAbandoned()) {
      share.remove(event);
      event.log.dropped(event);
    }
  }

  /** Returns whether nothing can be held for clients that may resume. */
  boolean isFull() {
    return memory.isFull();
  }

  synchronized void remove(Event event) {
    share(event).remove(event);
  }

  private Share share(Event event) {
    return event.required ? responses : progress;
  }

  /** Events with a limit of their own, oldest first. */
  private final class Share {
    private final int max;
    private final Set<Event> events = new LinkedHashSet<>();
    private long bytes;

    Share(int max) {
      this.max = max;
    }

    void add(Event event) {
      events.add(event);
      count(event.size());
      long room = isFull() ? 0 : max;
      Iterator<Event> oldest = events.iterator();
      while (bytes > room && events.size() > 1) {
        Event dropped = oldest.next();
        oldest.remove();
        count(-dropped.size());
        dropped.log.dropped(dropped);
      }
    }

    void remove(Event event) {
      if (events.remove(event)) {
        count(-event.size());
      }
    }

    private void count(long more) {
      bytes += more;
      memory.add(more);
    }
  }
}
