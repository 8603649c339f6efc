/**
 * Parses, checks and names HTTP headers. Everything is a function of header values and settings;
 * what needs the running exchange belongs in {@code server}.
 */
@NullMarked
package io.jettymcp.transport.http.header;

import org.jspecify.annotations.NullMarked;
