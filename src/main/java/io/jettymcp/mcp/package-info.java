/**
 * Serves the methods of MCP, for all revisions alike: tools, prompts, resources, completion and
 * skills. A tool call is carried out in {@code call}; what tools do belongs to {@code tools}, bytes
 * and HTTP to {@code transport}.
 */
@NullMarked
package io.jettymcp.mcp;

import org.jspecify.annotations.NullMarked;
