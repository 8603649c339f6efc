/** Starts, waits for, reads, explains and compares runs. Declares no tools; see {@code tools}. */
@NullMarked
package io.jettymcp.runs;

import org.jspecify.annotations.NullMarked;
