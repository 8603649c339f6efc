/** Writes the log: to stderr, redacted, behind SLF4J. */
@NullMarked
package io.jettymcp.app.log;

import org.jspecify.annotations.NullMarked;
