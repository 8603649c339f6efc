/**
 * Provides texts for agents: instructions and prompts. Filling prompts with live data belongs to
 * {@code mcp}.
 */
@NullMarked
package io.jettymcp.guide;

import org.jspecify.annotations.NullMarked;
