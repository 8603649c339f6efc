/** Bytes in, bytes out over HTTP: MCP for many callers at once. */
@NullMarked
package io.jettymcp.transport.http;

import org.jspecify.annotations.NullMarked;
