package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Request;
import io.jettymcp.secret.Secret;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One HTTP request under way, and how far it has come. Whether its first byte may have left is
 * decided here once and for all, because a write is repeated only if it did not.
 */
public final class Attempt {
  /** How far a request has come. */
  public enum Stage {
    /** No byte of the request has left. */
    CONNECTING,
    /** The request is being written. */
    SENDING,
    /** The request is written, the head of the reply is not here. */
    WAITING,
    /** The head of the reply is here. */
    READING,
    /** Something of a body has come that may take any time, as long as it goes on coming. */
    STREAMING,
    /** Given up before a byte of the request left; none ever will. */
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
   * @param target path and query, which differ from the request's after a redirect
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

  /** The target without its query, which may hold what nobody should read. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The connection stands. False if the attempt was abandoned: then nothing may be written. */
  public boolean begin() {
    return advance(Stage.CONNECTING, Stage.SENDING);
  }

  public void sent() {
    advance(Stage.SENDING, Stage.WAITING);
  }

  /** The head of the reply is here. */
  public void answered(int status) {
    this.status = status;
    reach(Stage.READING);
  }

  /** The status of the reply, or 0 as long as there is none. */
  public int status() {
    return status;
  }

  /** More of a stream is here. */
  public void streaming() {
    reach(Stage.STREAMING);
  }

  /** Gives up. False if it is too late for that: the request may be on its way. */
  public boolean abandon() {
    return stage.compareAndSet(Stage.CONNECTING, Stage.ABANDONED);
  }

  /** Whether no byte of the request can have reached Jetty. */
  public boolean neverSent() {
    Stage now = stage.get();
    return now == Stage.CONNECTING || now == Stage.ABANDONED;
  }

  public Stage stage() {
    return Objects.requireNonNull(stage.get());
  }

  /**
   * Who is told of each stage that is reached from now on, and of each piece of a stream, on the
   * thread on which that happens.
   */
  public void watch(Runnable watcher) {
    this.watcher = watcher;
  }

  /** Counts bytes of the reply and returns how many there were so far. */
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
