/**
 * Prepares what leaves the server: cleans text, redacts secrets, limits size. Layout of results
 * belongs to {@code tool} and {@code mcp}.
 */
@NullMarked
package io.jettymcp.redact;

import org.jspecify.annotations.NullMarked;
