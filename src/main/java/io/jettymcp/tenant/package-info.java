/**
 * Identifies callers by their token, and holds what belongs to one token: its route to Jetty and
 * its known secrets.
 */
@NullMarked
package io.jettymcp.tenant;

import org.jspecify.annotations.NullMarked;
