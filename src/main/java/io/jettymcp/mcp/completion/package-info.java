/**
 * Finds names of what is at Jetty while a person types, for hosts and for shells. The request of
 * the protocol belongs to {@code mcp}, command lines to {@code cli.completion}.
 */
@NullMarked
package io.jettymcp.mcp.completion;

import org.jspecify.annotations.NullMarked;
