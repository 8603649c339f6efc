/** Opens connections to Jetty through a proxy. Loaded only where one is used. */
@NullMarked
package io.jettymcp.jetty.http.proxy;

import org.jspecify.annotations.NullMarked;
