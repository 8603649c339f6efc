/** One HTTP exchange with Jetty and everything that makes it robust. */
@NullMarked
package io.jettymcp.api;

import org.jspecify.annotations.NullMarked;
