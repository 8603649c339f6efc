/**
 * Exposes metrics for Prometheus. Counts and durations only: no argument, name or address of a
 * caller belongs in a label.
 */
@NullMarked
package io.jettymcp.metrics;

import org.jspecify.annotations.NullMarked;
