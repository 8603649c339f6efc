package io.jettymcp.transport.http.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.scheduler.Scheduler;

/**
 * Buffers the events of one stream. Connections read from it at their own pace, one at a time: a
 * newer one ends the older. Nothing else queues events, so that a slow reader costs what {@link
 * ReplayBuffer} allows; what the buffer dropped is skipped.
 */
public final class EventLog {
  /** Proxies commonly close connections that were idle for a minute or half a minute. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final ReplayBuffer buffer;
  private final ServerSentEvents.Framing framing;
  private final boolean replayable;
  private final Scheduler timer;

  // All guarded by the buffer, which also drops events of other streams than the one that adds.
  private final TreeMap<Long, ReplayBuffer.Event> events = new TreeMap<>();
  private long last;
  private boolean lossy;
  private boolean read;
  private boolean ended;
  private @Nullable EventReader reader;
  private Runnable onLost = () -> {};

  /**
   * @param replayable whether events stay in the buffer after they were read
   */
  public EventLog(
      ReplayBuffer buffer, ServerSentEvents.Framing framing, boolean replayable, Scheduler timer) {
    this.buffer = buffer;
    this.framing = framing;
    this.replayable = replayable;
    this.timer = timer;
  }

  /** Appends a message that the client can do without, such as progress. */
  public void append(String message) {
    append(message, false);
  }

  /** Appends a message that one side waits for: a response, or a request to the client. */
  public void appendRequired(String message) {
    append(message, true);
  }

  private void append(String message, boolean required) {
    EventReader waiting;
    synchronized (buffer) {
      if (ended) {
        return;
      }
      last++;
      ReplayBuffer.Event event =
          new ReplayBuffer.Event(this, last, framing.event(last, message), required);
      events.put(last, event);
      buffer.add(event);
      waiting = reader;
    }
    wake(waiting);
  }

  /** Ends the stream after its current events. */
  public void end() {
    EventReader waiting;
    synchronized (buffer) {
      ended = true;
      reportIfLost();
      waiting = reader;
    }
    wake(waiting);
  }

  /** Ends the stream and drops its events. */
  public void discard() {
    synchronized (buffer) {
      ended = true; // before the events are dropped, or one could be appended and stay
      List<ReplayBuffer.Event> all = new ArrayList<>(events.values());
      events.clear();
      all.forEach(buffer::remove);
    }
    end();
  }

  private static void wake(@Nullable EventReader waiting) {
    if (waiting != null) {
      waiting.wake();
    }
  }

  /**
   * Reads the events after a number, and further ones as they come.
   *
   * @param after 0 for all events
   * @param preamble is read first; empty for none
   */
  public Flux<String> read(long after, String preamble) {
    return Flux.create(
        sink -> new EventReader(this, after, preamble, sink).start(timer), OverflowStrategy.IGNORE);
  }

  /** Returns whether an event comes after a number, now or later. */
  public boolean hasMoreAfter(long number) {
    synchronized (buffer) {
      return !ended || events.higherKey(number) != null;
    }
  }

  /** Returns the number of the newest event. */
  public long last() {
    synchronized (buffer) {
      return last;
    }
  }

  /** Returns whether a client has read anything, which it needs in order to resume. */
  public boolean wasRead() {
    synchronized (buffer) {
      return read;
    }
  }

  public boolean isBeingRead() {
    synchronized (buffer) {
      return reader != null;
    }
  }

  /** Returns whether an event was dropped; if events are not replayable, it was never read. */
  public boolean isLossy() {
    synchronized (buffer) {
      return lossy;
    }
  }

  /** Removes an event that the buffer has dropped. */
  void dropped(ReplayBuffer.Event event) {
    events.remove(event.number);
    lossy = true;
    reportIfLost();
  }

  private void reportIfLost() {
    if (ended && lossy && events.isEmpty()) {
      Runnable listener = onLost;
      onLost = () -> {};
      listener.run();
    }
  }

  /** Sets a listener that runs once the stream has ended and its last event was dropped. */
  public void onLost(Runnable listener) {
    synchronized (buffer) {
      onLost = listener;
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

  void detach(EventReader former) {
    synchronized (buffer) {
      if (reader == former) {
        reader = null;
      }
    }
  }

  /** Returns the next event for the current reader, or null if there is none for now. */
  ReplayBuffer.@Nullable Event next(EventReader current, long after) {
    synchronized (buffer) {
      var next = reader == current ? events.higherEntry(after) : null;
      if (next == null) {
        return null;
      }
      if (!replayable || buffer.isFull()) {
        events.remove(next.getKey());
        buffer.remove(next.getValue());
      }
      read = true;
      return next.getValue();
    }
  }

  /** Returns whether the client that read the stream has disconnected. */
  boolean isAbandoned() {
    synchronized (buffer) {
      return read && reader == null;
    }
  }

  void markRead() {
    synchronized (buffer) {
      read = true;
    }
  }

  /** Returns whether a reader that has read up to a number is done, and detaches it then. */
  boolean isDrained(EventReader current, long after) {
    synchronized (buffer) {
      if (reader != current) {
        return true;
      }
      boolean drained = ended && events.higherKey(after) == null;
      if (drained) {
        reader = null;
      }
      return drained;
    }
  }
}
