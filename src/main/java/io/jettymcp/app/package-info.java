/**
 * Composes the program: settings, Jetty, tools, tenants and transports become a server, and what it
 * needs is loaded while a host reads the greeting. Words, flags and output of the command line
 * belong to {@code cli}; what a setting accepts belongs to {@code config}.
 */
@NullMarked
package io.jettymcp.app;

import org.jspecify.annotations.NullMarked;
