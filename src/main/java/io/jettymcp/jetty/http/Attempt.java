package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Request;
import io.jettymcp.secret.Secret;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tracks one HTTP request and its stage. Decides atomically whether its first byte may have left,
 * because a write is repeated only if it did not.
 */
public final class Attempt {
  public enum Stage {
    /** No byte of the request has left. */
    CONNECTING,
    /** The request is being written. */
    SENDING,
    /** The request is written; the head of the response is awaited. */
    WAITING,
    /** The head of the response has arrived. */
    READING,
    /** Part of a body has arrived that may take any time while data keeps arriving. */
    STREAMING,
    /** Cancelled before a byte of the request left; none ever will. */
    ABANDONED
  }

  private final Request request;
  private final Optional<Secret> token;
  private final String target;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
  private volatile Runnable watcher = () -> {};
  private final AtomicLong bytes = new AtomicLong();
  private volatile int status;

  /**
   * @param target path and query, which differ from those of the request after a redirect
   */
  public Attempt(Request request, Optional<Secret> token, String target) {
    this.request = request;
    this.token = token;
    this.target = target;
  }

  public Request request() {
    return request;
  }

  public Optional<Secret> token() {
    return token;
  }

  public String target() {
    return target;
  }

  /** Returns the target without its query, which may hold secrets. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Begins to write. Returns false if the attempt was abandoned: then nothing must be written. */
  public boolean begin() {
    return advance(Stage.CONNECTING, Stage.SENDING);
  }

  public void sent() {
    advance(Stage.SENDING, Stage.WAITING);
  }

  /** The head of the response has arrived. */
  public void answered(int status) {
    this.status = status;
    reach(Stage.READING);
  }

  /** Returns the status of the response, or 0 before it. */
  public int status() {
    return status;
  }

  /** More of a stream has arrived. */
  public void streaming() {
    reach(Stage.STREAMING);
  }

  /** Abandons the attempt. Returns false if it is too late: the request may be on its way. */
  public boolean abandon() {
    return stage.compareAndSet(Stage.CONNECTING, Stage.ABANDONED);
  }

  /** Returns whether no byte of the request can have reached Jetty. */
  public boolean neverSent() {
    Stage now = stage.get();
    return now == Stage.CONNECTING || now == Stage.ABANDONED;
  }

  public Stage stage() {
    return Objects.requireNonNull(stage.get());
  }

  /**
   * Sets what runs at each further stage and at each piece of a stream, on the thread where that
   * happens.
   */
  public void watch(Runnable watcher) {
    this.watcher = watcher;
  }

  /** Adds bytes of the response and returns their sum so far. */
  public long count(int more) {
    return bytes.addAndGet(more);
  }

  public long bytes() {
    return bytes.get();
  }

  private void reach(Stage to) {
    stage.set(to);
    watcher.run();
  }

  private boolean advance(Stage from, Stage to) {
    boolean advanced = stage.compareAndSet(from, to);
    if (advanced) {
      watcher.run();
    }
    return advanced;
  }
}
