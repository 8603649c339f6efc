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
  private final Runnable afterFirst;
  private final Runnable onOutputClosed;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private long unwritten;
  private boolean closed;

  /**
   * @param afterFirst runs once the first messages are written
   * @param onOutputClosed runs once if the other side has closed the stream
   */
  MessageWriter(OutputStream out, Runnable afterFirst, Runnable onOutputClosed) {
    this.out = new BufferedOutputStream(out, BATCH);
    this.afterFirst = afterFirst;
    this.onOutputClosed = onOutputClosed;
  }

  void start() {
    StdioTransport.daemon("stdio-writer", this::writeAll).start();
  }

  synchronized void write(String message) {
    if (closed) {
      return;
    }
    byte[] line = message.getBytes(StandardCharsets.UTF_8);
    queue.add(line);
    unwritten += size(line);
    notifyAll();
  }

  private static int size(byte[] line) {
    return line.length + 1;
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
      boolean first = true;
      for (List<byte[]> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
        for (byte[] line : batch) {
          out.write(line);
          out.write('\n');
        }
        out.flush();
        written(batch);
        if (first) {
          first = false;
          afterFirst.run();
        }
      }
    } catch (IOException | InterruptedException e) {
      discard();
      onOutputClosed.run();
    }
  }

  /** Waits for messages and takes some of them; empty when the writer is closed. */
  private synchronized List<byte[]> nextBatch() throws InterruptedException {
    while (!closed && queue.isEmpty()) {
      wait();
    }
    List<byte[]> batch = new ArrayList<>();
    int size = 0;
    for (byte[] line = queue.poll(); line != null; line = size < BATCH ? queue.poll() : null) {
      batch.add(line);
      size += size(line);
    }
    return batch;
  }

  private synchronized void written(List<byte[]> batch) {
    for (byte[] line : batch) {
      unwritten -= size(line);
    }
    notifyAll();
  }

  private synchronized void discard() {
    closed = true;
    queue.clear();
    notifyAll();
  }
}
