/**
 * Defines what a tool is declared with: its parameters, arguments, effect, action, result and view,
 * and what the tools share, such as references to runs. What a certain tool does belongs to {@code
 * tools}, {@code runs} and {@code runbooks}; the protocol that carries its calls, to {@code mcp}.
 */
@NullMarked
package io.jettymcp.tool;

import org.jspecify.annotations.NullMarked;
