/**
 * Reads and dispatches JSON-RPC messages and carries them over standard input and output. HTTP is
 * in {@code http} below; the meaning of a method or result belongs in {@code mcp}.
 */
@NullMarked
package io.jettymcp.transport;

import org.jspecify.annotations.NullMarked;
