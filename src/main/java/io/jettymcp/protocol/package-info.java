/** MCP on one side, our values on the other. */
@NullMarked
package io.jettymcp.protocol;

import org.jspecify.annotations.NullMarked;
