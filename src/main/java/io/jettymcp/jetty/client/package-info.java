/**
 * Sends requests reliably: token, retries, redirects, limits and deadlines, each a decorator,
 * stacked in {@code JettyApi}. No Netty here; that is {@code jetty.http}.
 */
@NullMarked
package io.jettymcp.jetty.client;

import org.jspecify.annotations.NullMarked;
