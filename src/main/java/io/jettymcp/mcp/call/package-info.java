/**
 * Carries out tool calls, for hosts of both eras alike: checks the arguments, chooses the
 * collection, asks before a destructive call, runs the tool and renders its result or failure.
 * Knows nothing of the protocol's methods, which are in {@code mcp}.
 */
@NullMarked
package io.jettymcp.mcp.call;

import org.jspecify.annotations.NullMarked;
