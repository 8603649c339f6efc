package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects the bytes of one request body. The budget counts the arrays that hold them, both of them
 * while one replaces the other, rather than the bytes that arrived.
 */
final class BodyBuffer {
  private static final int FIRST_CAPACITY = 8 * 1024;

  private final int maxBytes;
  private final int announced;
  private final MemoryBudget budget;
  private byte[] bytes = new byte[0];
  private int size;
  private int counted;
  private boolean released;

  /**
   * @param maxBytes of the body
   * @param announced the length that the request announces; 0 if unknown
   */
  BodyBuffer(int maxBytes, int announced, MemoryBudget budget) {
    this.maxBytes = maxBytes;
    this.announced = announced;
    this.budget = budget;
  }

  synchronized void add(ByteBuf part) throws HttpError {
    if (released) {
      return;
    }
    int more = part.readableBytes();
    if (more > maxBytes - size) {
      throw tooLarge(maxBytes);
    }
    if (size + more > bytes.length) {
      resize(capacity(size + more));
    }
    part.readBytes(bytes, size, more);
    size += more;
  }

  /** Returns all bytes and drops them here: the exchange lasts as long as the call. */
  synchronized byte[] complete() throws HttpError {
    if (released) {
      return new byte[0];
    }
    if (size < bytes.length) {
      resize(size);
    }
    byte[] all = bytes;
    bytes = new byte[0];
    return all;
  }

  /** Drops the bytes and what arrives later: a rejected upload may go on for a while. */
  synchronized void release() {
    released = true;
    bytes = new byte[0];
    budget.add(-counted);
    counted = 0;
  }

  static HttpError tooLarge(int maxBytes) {
    return new HttpError(413, "The request body exceeds " + maxBytes + " bytes.");
  }

  /**
   * Doubles the capacity, up to what the request announces, so that the last array fits exactly.
   */
  private int capacity(int needed) {
    long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
    long limit = needed <= announced ? announced : maxBytes;
    return (int) Math.max(needed, Math.min(doubled, limit));
  }

  private void resize(int capacity) throws HttpError {
    if (!budget.tryAdd(capacity)) {
      throw new HttpError(
          503, Rejection.OVERLOADED, "Too many request bodies at once. Try again in a second.");
    }
    counted += capacity;
    int replaced = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    budget.add(-replaced);
    counted -= replaced;
  }
}
