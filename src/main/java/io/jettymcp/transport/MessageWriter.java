package io.jettymcp.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Writes messages, one a line, in order. {@link #write} never waits: a thread of the writer's own
 * does, and {@link #awaitCapacity} and {@link #isFlooded} show how far the reader is behind.
 */
final class MessageWriter {
  /** Unread bytes above which no new work should start. */
  static final long MAX_BACKLOG = 8L * 1024 * 1024;

  /** Unread bytes above which the other side cannot be assumed to read at all. */
  static final long FLOOD = 64L * 1024 * 1024;

  private static final int BATCH = 64 * 1024;

  private final OutputStream out;
  private final Runnable afterGreeting;
  private final Runnable onOutputClosed;
  private final Queue<Line> queue = new ArrayDeque<>();
  private long unwritten;
  private boolean closed;

  /** A message in UTF-8, without its newline. */
  private static final class Line {
    private final byte[] text;
    private final boolean greets;

    Line(String message, boolean greets) {
      this.text = message.getBytes(StandardCharsets.UTF_8);
      this.greets = greets;
    }

    int size() {
      return text.length + 1;
    }
  }

  /**
   * @param afterGreeting runs once, as soon as a greeting is written
   * @param onOutputClosed runs once if the other side has closed the stream
   */
  MessageWriter(OutputStream out, Runnable afterGreeting, Runnable onOutputClosed) {
    this.out = new BufferedOutputStream(out, BATCH);
    this.afterGreeting = afterGreeting;
    this.onOutputClosed = onOutputClosed;
  }

  void start() {
    StdioTransport.daemon("stdio-writer", this::writeAll).start();
  }

  void write(String message) {
    write(message, false);
  }

  /** Writes a message that greets the other side. */
  void greet(String message) {
    write(message, true);
  }

  private synchronized void write(String message, boolean greets) {
    if (closed) {
      return;
    }
    Line line = new Line(message, greets);
    queue.add(line);
    unwritten += line.size();
    notifyAll();
  }

  synchronized boolean isFlooded() {
    return unwritten > FLOOD;
  }

  /** Waits until the other side has read enough for new work to start, or the writer is closed. */
  synchronized void awaitCapacity() throws InterruptedException {
    while (!closed && unwritten > MAX_BACKLOG) {
      wait();
    }
  }

  /** Closes the writer once all messages so far are written, at most after the timeout. */
  synchronized void close(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!closed && unwritten > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(left / 1_000_000 + 1);
    }
    discard();
  }

  private void writeAll() {
    try {
      boolean greeted = false;
      for (List<Line> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
        boolean greets = false;
        for (Line line : batch) {
          out.write(line.text);
          out.write('\n');
          greets |= line.greets;
        }
        out.flush();
        written(batch);
        if (greets && !greeted) {
          greeted = true;
          afterGreeting.run();
        }
      }
    } catch (IOException | InterruptedException e) {
      discard();
      onOutputClosed.run();
    }
  }

  /** Waits for messages and takes some of them; empty when the writer is closed. */
  private synchronized List<Line> nextBatch() throws InterruptedException {
    while (!closed && queue.isEmpty()) {
      wait();
    }
    List<Line> batch = new ArrayList<>();
    int size = 0;
    for (Line line = queue.poll(); line != null; line = size < BATCH ? queue.poll() : null) {
      batch.add(line);
      size += line.size();
    }
    return batch;
  }

  private synchronized void written(List<Line> batch) {
    for (Line line : batch) {
      unwritten -= line.size();
    }
    notifyAll();
  }

  private synchronized void discard() {
    closed = true;
    queue.clear();
    notifyAll();
  }
}
