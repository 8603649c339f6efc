/**
 * Makes the page that shows people how to connect each host. The shapes of the configurations are
 * data here; what a request is and where the server is known belongs in {@code server}.
 */
@NullMarked
package io.jettymcp.transport.http.page;

import org.jspecify.annotations.NullMarked;
