package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.limit.Limiter;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * Holds what all sessions share.
 *
 * @param workers run the handlers of messages
 * @param timer is the clock and runs scheduled work; nothing on it waits
 * @param memory counts the events of all streams
 * @param sessionLimit counts the sessions of all kinds
 */
record SessionContext(
    HttpSettings.Limits limits,
    McpJsonMapper json,
    Executor workers,
    Scheduler timer,
    MemoryBudget memory,
    Limiter sessionLimit,
    HttpObserver observer) {
  JsonRpcDispatcher dispatcher(ClientSession client) {
    return new JsonRpcDispatcher(json, client, workers);
  }

  /** Creates the log of a stream whose events are dropped once they are read. */
  EventLog eventLog(ReplayBuffer buffer, ServerSentEvents.Framing framing) {
    return new EventLog(buffer, framing, false, timer);
  }

  /** Counts a session until its slot is closed. */
  Slot acquireSession(String owner, SessionKind kind) throws HttpError {
    Slot slot = sessionLimit.acquire(owner, () -> observer.sessionClosed(kind));
    observer.sessionOpened(kind);
    return slot;
  }

  /** Returns the time in milliseconds. */
  long now() {
    return timer.now(TimeUnit.MILLISECONDS);
  }
}
