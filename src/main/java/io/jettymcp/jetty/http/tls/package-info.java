/** Decides which certificates are trusted, and says why one is not. */
@NullMarked
package io.jettymcp.jetty.http.tls;

import org.jspecify.annotations.NullMarked;
