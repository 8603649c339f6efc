/**
 * Buffers and replays the events of server-sent event streams. Knows nothing of JSON-RPC, sessions
 * or HTTP exchanges, which belong in {@code session} and {@code server}.
 */
@NullMarked
package io.jettymcp.transport.http.stream;

import org.jspecify.annotations.NullMarked;
