/** An embedded Jetty: the same REST API in memory, so that everything runs without an account. */
@NullMarked
package io.jettymcp.simulator;

import org.jspecify.annotations.NullMarked;
