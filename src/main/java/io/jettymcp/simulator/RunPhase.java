package io.jettymcp.simulator;

import java.time.Instant;

/**
 * A stage of a run, told in one line.
 *
 * @param began when it begins, which may lie ahead
 */
record RunPhase(Instant began, String line) {}
