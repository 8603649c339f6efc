package io.jettymcp.transport.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the streams of one session hold for connections that read slowly or come back. It is bounded
 * in bytes: what is too much goes, the oldest first, and answers are not dropped for the sake of
 * progress. A question counts as an answer. It is also the lock of the session's streams.
 */
final class ReplayBuffer {
  /** For what is said before answers. */
  static final int MAX_TOLD = 1024 * 1024;

  /** For answers; one of this size fits. */
  static final int MAX_ANSWERS = 8 * 1024 * 1024;

  private final MemoryBudget reserve;
  private final Share told = new Share(MAX_TOLD);
  private final Share answers = new Share(MAX_ANSWERS);

  ReplayBuffer(MemoryBudget reserve) {
    this.reserve = reserve;
  }

  /** An event that is held. */
  static final class Held {
    /** What an event takes beside its text. */
    private static final int OVERHEAD = 256;

    /** What its stream takes, which goes with its last event. */
    private static final int STREAM = 1024;

    final EventLog log;
    final long number;
    final String text;
    final boolean answer;

    Held(EventLog log, long number, String text, boolean answer) {
      this.log = log;
      this.number = number;
      this.text = text;
      this.answer = answer;
    }

    /** In bytes of memory, at most. */
    private long size() {
      return OVERHEAD + (answer ? STREAM : 0) + 2L * text.length();
    }
  }

  /** Holds one more; it stays until the next comes, or until it is read if there is no room. */
  synchronized void hold(Held event) {
    Share share = share(event);
    share.add(event);
    if (isFull() && event.log.isLeft()) {
      share.remove(event);
      event.log.lost(event);
    }
  }

  /** Whether nothing can be held for those who come back. */
  boolean isFull() {
    return reserve.isFull();
  }

  synchronized void drop(Held event) {
    share(event).remove(event);
  }

  private Share share(Held event) {
    return event.answer ? answers : told;
  }

  /** Events with a bound of their own, oldest first. */
  private final class Share {
    private final int most;
    private final Set<Held> events = new LinkedHashSet<>();
    private long bytes;

    Share(int most) {
      this.most = most;
    }

    void add(Held event) {
      events.add(event);
      count(event.size());
      long room = isFull() ? 0 : most;
      Iterator<Held> oldest = events.iterator();
      while (bytes > room && events.size() > 1) {
        Held dropped = oldest.next();
        oldest.remove();
        count(-dropped.size());
        dropped.log.lost(dropped);
      }
    }

    void remove(Held event) {
      if (events.remove(event)) {
        count(-event.size());
      }
    }

    private void count(long more) {
      bytes += more;
      reserve.add(more);
    }
  }
}
