package io.jettymcp.transport.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.scheduler.Scheduler;

/**
 * The events of one stream. Connections read from it at their own pace, one at a time: a newer one
 * ends the older. Nothing else queues events, so that a slow reader costs what {@link ReplayBuffer}
 * bounds; what it dropped is skipped.
 */
final class EventLog {
  /** Proxies commonly close connections on which nothing was said for a minute or half of one. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final ReplayBuffer buffer;
  private final ServerSentEvents.Framing framing;
  private final boolean replayable;
  private final Scheduler timer;

  // All guarded by the buffer, which also drops events of other streams than the one that adds.
  private final TreeMap<Long, ReplayBuffer.Held> events = new TreeMap<>();
  private long last;
  private boolean lossy;
  private boolean read;
  private boolean released;
  private boolean ended;
  private @Nullable EventReader reader;
  private Runnable whenLost = () -> {};

  /**
   * @param replayable whether events are kept after they were read
   */
  EventLog(
      ReplayBuffer buffer, ServerSentEvents.Framing framing, boolean replayable, Scheduler timer) {
    this.buffer = buffer;
    this.framing = framing;
    this.replayable = replayable;
    this.timer = timer;
  }

  /** Adds what the client can do without, such as progress. */
  void tell(String message) {
    add(message, false);
  }

  /** Adds what somebody waits for: the answer, or a question. */
  void require(String message) {
    add(message, true);
  }

  private void add(String message, boolean required) {
    EventReader waiting;
    synchronized (buffer) {
      if (ended) {
        return;
      }
      hold(framing.event(last + 1, message), required);
      waiting = reader;
    }
    wake(waiting);
  }

  private void hold(String text, boolean required) {
    last++;
    ReplayBuffer.Held event = new ReplayBuffer.Held(this, last, text, required);
    events.put(last, event);
    buffer.hold(event);
  }

  /** Nothing comes after what is there. */
  void end() {
    EventReader waiting;
    synchronized (buffer) {
      ended = true;
      tellIfAllIsLost();
      waiting = reader;
    }
    wake(waiting);
  }

  /** Ends and forgets everything. */
  void discard() {
    synchronized (buffer) {
      ended = true; // or an event could come before the end and stay
      List<ReplayBuffer.Held> all = new ArrayList<>(events.values());
      events.clear();
      all.forEach(buffer::drop);
    }
    end();
  }

  /** Ends the connection that reads, or the next one, after what is there; the log goes on. */
  void release(ServerSentEvents.Framing farewell) {
    EventReader waiting;
    synchronized (buffer) {
      if (ended || released) {
        return;
      }
      hold(farewell.event(last + 1, ""), false);
      released = true;
      waiting = reader;
    }
    wake(waiting);
  }

  private static void wake(@Nullable EventReader waiting) {
    if (waiting != null) {
      waiting.wake();
    }
  }

  /**
   * Reads what comes after an event, and goes on as more comes.
   *
   * @param after a number, 0 for all there is
   * @param before is read first; an empty text for nothing
   */
  Flux<String> read(long after, String before) {
    return Flux.create(
        sink -> new EventReader(this, after, before, sink).start(timer), OverflowStrategy.IGNORE);
  }

  /** Whether anything comes, now or later, after an event. */
  boolean goesOnAfter(long number) {
    synchronized (buffer) {
      return !ended || events.higherKey(number) != null;
    }
  }

  /** The number of the newest event. */
  long last() {
    synchronized (buffer) {
      return last;
    }
  }

  /** Whether a client has read anything, by which it could come back. */
  boolean wasRead() {
    synchronized (buffer) {
      return read;
    }
  }

  boolean isBeingRead() {
    synchronized (buffer) {
      return reader != null;
    }
  }

  /** Whether anything was dropped; where events are not replayable, nobody has read it. */
  boolean isLossy() {
    synchronized (buffer) {
      return lossy;
    }
  }

  /** To be called by the buffer, which has dropped an event. */
  void lost(ReplayBuffer.Held event) {
    events.remove(event.number);
    lossy = true;
    tellIfAllIsLost();
  }

  private void tellIfAllIsLost() {
    if (ended && lossy && events.isEmpty()) {
      Runnable last = whenLost;
      whenLost = () -> {};
      last.run();
    }
  }

  /** Runs something once a log has ended of which the last event was dropped. */
  void whenLost(Runnable last) {
    synchronized (buffer) {
      whenLost = last;
    }
  }

  void attach(EventReader newer) {
    EventReader older;
    synchronized (buffer) {
      older = reader;
      reader = newer;
    }
    wake(older);
  }

  void detach(EventReader gone) {
    synchronized (buffer) {
      if (reader == gone) {
        reader = null;
      }
    }
  }

  /** The next event for the one who reads, or null if there is none for now. */
  ReplayBuffer.@Nullable Held next(EventReader asking, long after) {
    synchronized (buffer) {
      var next = reader == asking ? events.higherEntry(after) : null;
      if (next == null) {
        return null;
      }
      if (!replayable || buffer.isFull()) {
        events.remove(next.getKey());
        buffer.drop(next.getValue());
      }
      read = true;
      return next.getValue();
    }
  }

  /** Whether the client has gone away that read it. */
  boolean isLeft() {
    synchronized (buffer) {
      return read && reader == null;
    }
  }

  void primed() {
    synchronized (buffer) {
      read = true;
    }
  }

  /** Whether a reader that has read that far is done; it is then let go of. */
  boolean dismisses(EventReader asking, long after) {
    synchronized (buffer) {
      if (reader != asking) {
        return true;
      }
      boolean over = events.higherKey(after) == null && (ended || released);
      if (over) {
        released = false;
        reader = null;
      }
      return over;
    }
  }
}
