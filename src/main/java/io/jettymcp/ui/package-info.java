/**
 * Holds the pages that hosts show with the result of a tool (MCP Apps). Sees {@code text} alone;
 * which tool is shown in which page belongs to {@code tools}, and serving a page to {@code mcp}.
 */
@NullMarked
package io.jettymcp.ui;

import org.jspecify.annotations.NullMarked;
