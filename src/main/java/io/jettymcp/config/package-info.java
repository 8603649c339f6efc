/**
 * Declares the settings, reads and checks them, and stores the token. Use of a value belongs to the
 * package that needs it, and flags are parsed in {@code cli}; what tools may read and save on this
 * machine is in {@code files}.
 */
@NullMarked
package io.jettymcp.config;

import org.jspecify.annotations.NullMarked;
