/**
 * Starts and plans runs: timing, children, routines, the trial, and the runs of the seed. The work
 * of a step belongs to {@code activity}, requests and responses to {@code api}.
 */
@NullMarked
package io.jettymcp.simulator.engine;

import org.jspecify.annotations.NullMarked;
