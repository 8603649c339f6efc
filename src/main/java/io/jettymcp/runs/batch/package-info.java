/** Runs a task many times in one call: reads the inputs, starts the runs, waits, and reports. */
@NullMarked
package io.jettymcp.runs.batch;

import org.jspecify.annotations.NullMarked;
