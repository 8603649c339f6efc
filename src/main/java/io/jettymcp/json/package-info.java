/**
 * Reads, writes, measures and prunes JSON. Sees only {@code text}; JSON of the MCP SDK belongs to
 * {@code mcp}, redaction to {@code redact}.
 */
@NullMarked
package io.jettymcp.json;

import org.jspecify.annotations.NullMarked;
