/** One HTTP exchange with Jetty and everything that makes it robust. */
@NullMarked
package io.jettymcp.jetty;

import org.jspecify.annotations.NullMarked;
