/** Bytes in, bytes out. */
@NullMarked
package io.jettymcp.transport;

import org.jspecify.annotations.NullMarked;
