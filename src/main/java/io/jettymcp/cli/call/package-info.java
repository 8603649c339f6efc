/**
 * Lists, explains and calls tools for a person at a shell: how arguments are typed, what is
 * printed, and what the exit code means. How a call is carried out belongs to {@code mcp}; drawings
 * for terminals belong to {@code cli.terminal}.
 */
@NullMarked
package io.jettymcp.cli.call;

import org.jspecify.annotations.NullMarked;
