/** MCP on one side, our values on the other. */
@NullMarked
package io.jettymcp.mcp;

import org.jspecify.annotations.NullMarked;
