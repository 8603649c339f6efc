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
 * Writes messages, one a line, in the order given. Giving one never waits: a thread of its own
 * writes them, and {@link #awaitRoom} and {@link #isFlooded} tell how far the other side is behind.
 */
final class MessageWriter {
  /** Bytes unread by the other side above which no new work should begin. */
  static final long ENOUGH = 8L * 1024 * 1024;

  /** Bytes unread by the other side above which it cannot be taken to read at all. */
  static final long FLOOD = 64L * 1024 * 1024;

  private static final int BATCH = 64 * 1024;

  private final OutputStream out;
  private final Runnable whenBroken;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long unwritten;
  private boolean over;

  /** {@code whenBroken} is run once if the other side has gone away. */
  MessageWriter(OutputStream out, Runnable whenBroken) {
    this.out = new BufferedOutputStream(out, BATCH);
    this.whenBroken = whenBroken;
  }

  void start() {
    Thread thread = new Thread(this::writeAll, "stdio-writer");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void write(String message) {
    if (over) {
      return;
    }
    byte[] line = message.getBytes(StandardCharsets.UTF_8);
    waiting.add(line);
    unwritten += size(line);
    notifyAll();
  }

  private static int size(byte[] line) {
    return line.length + 1;
  }

  synchronized boolean isFlooded() {
    return unwritten > FLOOD;
  }

  /** Waits until the other side has read enough for new work to begin, or the writer is closed. */
  synchronized void awaitRoom() throws InterruptedException {
    while (!over && unwritten > ENOUGH) {
      wait();
    }
  }

  /** Takes no more messages and waits, at most that long, until all before are written. */
  synchronized void close(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!over && unwritten > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(left / 1_000_000 + 1);
    }
    abandon();
  }

  private void writeAll() {
    try {
      for (List<byte[]> batch = take(); !batch.isEmpty(); batch = take()) {
        for (byte[] line : batch) {
          out.write(line);
          out.write('\n');
        }
        out.flush();
        written(batch);
      }
    } catch (IOException | InterruptedException gone) {
      abandon();
      whenBroken.run();
    }
  }

  /** What is to be written next, some of what waits; empty when the writer is closed. */
  private synchronized List<byte[]> take() throws InterruptedException {
    while (!over && waiting.isEmpty()) {
      wait();
    }
    List<byte[]> batch = new ArrayList<>();
    int size = 0;
    for (byte[] line = waiting.poll(); line != null; line = size < BATCH ? waiting.poll() : null) {
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

  private synchronized void abandon() {
    over = true;
    waiting.clear();
    notifyAll();
  }
}
