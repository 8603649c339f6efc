/** Starts, waits for, reads and explains runs. Declares no tools; see {@code tools}. */
@NullMarked
package io.jettymcp.runs;

import org.jspecify.annotations.NullMarked;
