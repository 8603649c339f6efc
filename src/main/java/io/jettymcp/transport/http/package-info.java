/**
 * Declares what the HTTP server is configured with, whom it serves and what it reports. Sees none
 * of its sub-packages; code that runs a server, parses a header or holds a session belongs in one
 * of them.
 */
@NullMarked
package io.jettymcp.transport.http;

import org.jspecify.annotations.NullMarked;
