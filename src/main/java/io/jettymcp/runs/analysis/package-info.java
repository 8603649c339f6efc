/** Compares runs of a task: how they ended, why they failed, and what they have in common. */
@NullMarked
package io.jettymcp.runs.analysis;

import org.jspecify.annotations.NullMarked;
