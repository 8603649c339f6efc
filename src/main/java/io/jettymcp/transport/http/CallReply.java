package io.jettymcp.transport.http;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The reply to one POST with a request: one JSON document if the answer comes first and soon, else
 * a stream. A stream that broke is held for some time, in which the client may come back to it.
 */
final class CallReply implements MessageSink {
  /** How long the first thing that is said is waited for; then a stream begins that lives. */
  static final Duration SOON = Duration.ofSeconds(1);

  /** How long a stream is held that ended with nothing: a client tries once, and is told so. */
  private static final Duration EMPTY_FOR = Duration.ofSeconds(10);

  /** As JSON; empty once it is settled, since it can be large. */
  private volatile String id;

  private final boolean asksJetty;
  private final AcceptHeader accepted;
  private final Stream stream;
  private final McpRequest.CallSlot slot;
  private final Scheduler timer;

  private final Sinks.One<Function<McpRequest, Publisher<Void>>> opening = Sinks.one();
  private final Disposable.Swap call = Disposables.swap();
  private final Disposable.Swap slow = Disposables.swap();
  private final Disposable.Swap hold = Disposables.swap();
  private volatile boolean begun;
  private boolean decided;
  private boolean streaming;
  private boolean settled;

  /**
   * The stream that a reply may become.
   *
   * @param log its events
   * @param priming its first event, or an empty text
   * @param farewell makes the event that sends a client away to come back
   * @param heldFor how long it waits for a client that went away; zero if none can come back
   * @param forget is run when the reply is over and nobody can come back
   */
  record Stream(
      EventLog log,
      String priming,
      ServerSentEvents.Framing farewell,
      Duration heldFor,
      Runnable forget) {}

  CallReply(
      JsonRpcMessage.Request request,
      AcceptHeader accepted,
      Stream stream,
      McpRequest.CallSlot slot,
      Scheduler timer) {
    // Not the request itself, whose params can be large: a reply may be held for minutes.
    this.id = request.id();
    this.asksJetty = CallAdmission.isCall(request);
    this.accepted = accepted;
    this.stream = stream;
    this.slot = slot;
    this.timer = timer;
  }

  /** Begins a call that is answered by a reply. */
  interface Begin {
    Disposable of(CallReply reply);
  }

  /** Lets the call begin, if the caller may, and answers the visit with what comes of it. */
  Publisher<Void> answer(McpRequest visit, Begin begin) {
    Mono<Boolean> mayCall = asksJetty ? visit.caller().isAccepted() : Mono.just(true);
    Mono<Function<McpRequest, Publisher<Void>>> begun =
        mayCall.doOnNext(may -> begin(may, begin)).then(Mono.never());
    Mono<Function<McpRequest, Publisher<Void>>> gone = visit.gone().then(Mono.empty());
    return Mono.firstWithSignal(opening.asMono(), begun, gone)
        .flatMapMany(how -> how.apply(visit))
        .doFinally(end -> disconnected());
  }

  private void begin(boolean may, Begin begin) {
    if (!may) {
      decide(visit -> visit.refuse(CallAdmission.badToken()));
      return;
    }
    if (!accepted.json()) {
      becomeStream();
    } else if (accepted.events()) {
      slow.update(timer.schedule(this::becomeStream, SOON.toMillis(), TimeUnit.MILLISECONDS));
    }
    call.update(begin.of(this));
    // Only now does the conversation know the call, and can cancel it.
    begun = true;
  }

  @Override
  public void tell(String message) {
    requireEvents();
    stream.log().tell(message);
    becomeStream();
  }

  @Override
  public void ask(String question) {
    requireEvents();
    stream.log().require(question);
    becomeStream();
  }

  private void requireEvents() {
    if (!accepted.events()) {
      throw new IllegalStateException("the client takes no events");
    }
  }

  @Override
  public void answer(String message) {
    if (accepted.json() && decide(visit -> visit.json(200, Map.of(), message))) {
      return;
    }
    stream.log().require(message);
    stream.log().end();
    settle();
  }

  /**
   * {@inheritDoc} A stream ends. Where none has begun there is nothing to say but that the request
   * was heard: every client bears 202, and none waits for an answer that it does not want.
   */
  @Override
  public void cancelled() {
    if (!decide(visit -> visit.empty(202, Map.of()))) {
      stream.log().end();
      settle();
    }
  }

  /** Ends the connection of the call's stream; the client may come back to it. */
  void release() {
    if (accepted.events() && !stream.priming().isEmpty()) {
      stream.log().release(stream.farewell());
      becomeStream();
    }
  }

  boolean isTo(String id) {
    return this.id.equals(id);
  }

  /** Whether the conversation knows the call, or has known it. */
  boolean hasBegun() {
    return begun;
  }

  boolean isStream() {
    synchronized (this) {
      return streaming;
    }
  }

  /** Answers a client that came back to the stream and knows its events up to one. */
  Publisher<Void> resume(McpRequest visit, long after) {
    if (!stream.log().goesOnAfter(after)) {
      // Clients, like browsers, take an empty stream for a broken one and come back for ever.
      return visit.empty(204, Map.of());
    }
    hold.update(Disposables.disposed());
    return Mono.from(visit.events(Map.of(), stream.log().read(after, "")))
        .doFinally(end -> disconnected());
  }

  /** Whether the stream has had an event with that number. */
  boolean knows(long number) {
    return number <= stream.log().last();
  }

  private void becomeStream() {
    synchronized (this) {
      if (decided) {
        return;
      }
      decided = true;
      streaming = true;
    }
    slow.dispose();
    opening.tryEmitValue(visit -> visit.events(Map.of(), stream.log().read(0, stream.priming())));
  }

  /** Answers other than with a stream, unless that is decided already. */
  private boolean decide(Function<McpRequest, Publisher<Void>> how) {
    synchronized (this) {
      if (decided) {
        return false;
      }
      decided = true;
    }
    slow.dispose();
    end();
    opening.tryEmitValue(how);
    return true;
  }

  private void disconnected() {
    if (!isStream()) {
      abandon();
    } else if (!stream.log().isBeingRead()) {
      if (stream.heldFor().isZero() || !stream.log().wasRead()) {
        abandon();
      } else {
        stream.log().whenLost(this::abandonUnread);
        hold.update(
            timer.schedule(this::abandonUnread, holdFor().toMillis(), TimeUnit.MILLISECONDS));
      }
    }
  }

  private Duration holdFor() {
    boolean empty = !stream.log().goesOnAfter(0);
    return empty && EMPTY_FOR.compareTo(stream.heldFor()) < 0 ? EMPTY_FOR : stream.heldFor();
  }

  /**
   * A client may have come back just when the time was over, or before its old connection ended.
   */
  private void abandonUnread() {
    if (!stream.log().isBeingRead()) {
      abandon();
    }
  }

  /** Gives the call up, if it has no answer yet, and everything that is held for it. */
  void abandon() {
    call.dispose();
    if (!decide(visit -> visit.empty(202, Map.of()))) {
      end();
    }
  }

  /** Ends the reply as its session is over. */
  void sessionOver() {
    if (!decide(visit -> visit.refuse(StreamSessions.unknown()))) {
      end();
    }
    call.dispose();
  }

  private void end() {
    hold.dispose();
    stream.log().discard();
    settle();
    stream.forget().run();
  }

  private void settle() {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    slow.dispose();
    // Does nothing to a call that is settled, but lets go of it.
    call.dispose();
    id = "";
    slot.close();
  }
}
