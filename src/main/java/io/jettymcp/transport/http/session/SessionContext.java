package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.modern.ModernDispatcher;
import io.jettymcp.mcp.modern.Subscriptions;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.limit.Limiter;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Holds what all sessions and requests outside of sessions share.
 *
 * @param workers run the handlers of messages
 * @param timer is the clock and runs scheduled work; nothing on it waits
 * @param memory counts the events of all streams
 * @param sessionLimit counts the sessions of all kinds
 * @param unverifiedLimit counts those whose token could not be verified
 * @param subscriptionPlaces counts the streams of subscriptions
 * @param subscriptions serves them
 */
record SessionContext(
    HttpSettings.Limits limits,
    McpJsonMapper json,
    Executor workers,
    Scheduler timer,
    MemoryBudget memory,
    Limiter sessionLimit,
    Limiter unverifiedLimit,
    SubscriptionPlaces subscriptionPlaces,
    Subscriptions subscriptions,
    HttpObserver observer) {
  JsonRpcDispatcher dispatcher(ClientSession client) {
    return new JsonRpcDispatcher(json, client, Optional.empty(), workers);
  }

  /** Creates a dispatcher for one request of the modern era. */
  JsonRpcDispatcher modernDispatcher(Caller caller) {
    return new JsonRpcDispatcher(
        json,
        ClientSession.alone(caller.service().legacy(), json),
        Optional.of(new ModernDispatcher(caller.service().modern(), caller.owner(), subscriptions)),
        workers);
  }

  /** Creates the log of a stream whose events are dropped once they are read. */
  EventLog eventLog(ReplayBuffer buffer, ServerSentEvents.Framing framing) {
    return new EventLog(buffer, framing, false, timer);
  }

  /**
   * Verifies the caller's token, and then opens a session or a subscription. It takes a place for a
   * long time, so a token that Jetty rejects gets none. Fails with the {@link HttpError} of a
   * rejection.
   */
  Publisher<Void> openVerified(McpRequest request, MessageReader.Handler<TokenStatus> open) {
    Mono<TokenStatus> status = request.caller().tokenStatus();
    return Mono.firstWithSignal(status, request.disconnected().then(Mono.empty()))
        .publishOn(Schedulers.fromExecutor(workers))
        .flatMapMany(
            known ->
                known == TokenStatus.REJECTED
                    ? Mono.error(CallAdmission.invalidToken())
                    : MessageReader.attempt(known, open));
  }

  /**
   * Holds the place of a session among all, and the one among those of unverified tokens.
   *
   * @param all closes both
   * @param unverified is closed as soon as Jetty accepts the token
   */
  record Place(Slot all, Slot unverified) {}

  /** Counts a session until its slot is closed. */
  Place acquireSession(String owner, TokenStatus status, SessionKind kind) throws HttpError {
    Slot unverified =
        status == TokenStatus.ACCEPTED ? () -> {} : unverifiedLimit.acquire(owner, () -> {});
    try {
      Slot slot =
          sessionLimit.acquire(
              owner,
              () -> {
                unverified.close();
                observer.sessionClosed(kind);
              });
      observer.sessionOpened(kind);
      return new Place(slot, unverified);
    } catch (HttpError e) {
      unverified.close();
      throw e;
    }
  }

  /** Returns the time in milliseconds. */
  long now() {
    return timer.now(TimeUnit.MILLISECONDS);
  }
}
