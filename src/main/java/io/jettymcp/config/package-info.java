/**
 * Declares the settings, reads and checks them, and stores the token. It also guards the files and
 * variables of this machine that the settings open to tools. Use of a value belongs to the room
 * that needs it; flags are parsed in {@code cli}.
 */
@NullMarked
package io.jettymcp.config;

import org.jspecify.annotations.NullMarked;
