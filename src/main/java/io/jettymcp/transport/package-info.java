/** Bytes in, bytes out: JSON-RPC messages on standard input and output. */
@NullMarked
package io.jettymcp.transport;

import org.jspecify.annotations.NullMarked;
