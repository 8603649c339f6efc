/**
 * Completes command lines while they are typed: the scripts for shells, and the hidden command that
 * they ask. What the arguments of a command can become belongs to that command.
 */
@NullMarked
package io.jettymcp.cli.completion;

import org.jspecify.annotations.NullMarked;
