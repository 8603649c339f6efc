package io.jettymcp.transport.http;

import io.jettymcp.protocol.ClientSession;
import io.jettymcp.transport.Conversation;
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
record Workshop(
    HttpSettings.Limits limits,
    McpJsonMapper json,
    Executor workers,
    Scheduler timer,
    Reserve reserve) {
  Conversation conversation(ClientSession client) {
    return new Conversation(json, client, workers);
  }

  /** In milliseconds. */
  long now() {
    return timer.now(TimeUnit.MILLISECONDS);
  }
}
