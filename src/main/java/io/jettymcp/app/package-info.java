/** Composes the program: settings, Jetty, tools and transports. Commands belong to {@code cli}. */
@NullMarked
package io.jettymcp.app;

import org.jspecify.annotations.NullMarked;
