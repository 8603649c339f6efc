package io.jettymcp.transport.http;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * What all sessions work with.
 *
 * @param workers carry out what comes of messages
 * @param timer tells the time and runs what is due; nothing on it waits
 * @param reserve counts what all streams hold
 */
record SessionContext(
    HttpSettings.Limits limits,
    McpJsonMapper json,
    Executor workers,
    Scheduler timer,
    MemoryBudget reserve) {
  JsonRpcDispatcher conversation(ClientSession client) {
    return new JsonRpcDispatcher(json, client, workers);
  }

  /** In milliseconds. */
  long now() {
    return timer.now(TimeUnit.MILLISECONDS);
  }
}
