/**
 * Limits connections, sessions, calls, memory and time. A limit counts and rejects; what is counted
 * belongs in the other packages.
 */
@NullMarked
package io.jettymcp.transport.http.limit;

import org.jspecify.annotations.NullMarked;
