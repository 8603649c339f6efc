package io.jettymcp.mcp.modern;

import java.util.Optional;

/**
 * Seals what hosts hold between their requests, so that this server holds nothing. One instance
 * serves a process.
 *
 * @param states of requests that ask
 * @param tasks makes the ids of tasks; empty for a server without tasks
 */
public record HostState(RequestStates states, Optional<Sealer> tasks) {}
