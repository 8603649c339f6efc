/**
 * Runs the steps of workflows, one class an activity. When a step starts, and which one is next,
 * belongs to {@code engine}.
 */
@NullMarked
package io.jettymcp.simulator.activity;

import org.jspecify.annotations.NullMarked;
