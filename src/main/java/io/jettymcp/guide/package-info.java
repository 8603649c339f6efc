/**
 * Provides texts for agents: instructions, prompts and skills. Filling prompts with live data, and
 * the methods that serve them, belong to {@code mcp}.
 */
@NullMarked
package io.jettymcp.guide;

import org.jspecify.annotations.NullMarked;
