/**
 * The values of Jetty's REST API that other packages use: requests, replies, failures, paths. What
 * sends them is in {@code jetty.client} and {@code jetty.http}; what an endpoint means is not here.
 */
@NullMarked
package io.jettymcp.jetty;

import org.jspecify.annotations.NullMarked;
