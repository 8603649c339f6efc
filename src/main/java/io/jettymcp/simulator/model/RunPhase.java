package io.jettymcp.simulator.model;

import java.time.Instant;

/**
 * A stage of a run with its log message.
 *
 * @param startedAt may lie in the future
 */
public record RunPhase(Instant startedAt, String message) {}
