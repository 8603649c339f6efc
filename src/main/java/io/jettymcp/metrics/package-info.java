/** Numbers about what happens, for Prometheus; never what it was about. */
@NullMarked
package io.jettymcp.metrics;

import org.jspecify.annotations.NullMarked;
