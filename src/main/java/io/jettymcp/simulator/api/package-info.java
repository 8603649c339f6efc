/**
 * Implements the REST API, one class a family of endpoints: reads requests, looks up resources,
 * writes JSON. Runs nothing itself: starting and timing of runs belong to {@code engine}.
 */
@NullMarked
package io.jettymcp.simulator.api;

import org.jspecify.annotations.NullMarked;
