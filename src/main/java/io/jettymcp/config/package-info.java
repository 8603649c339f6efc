/** Typed settings and where each came from. */
@NullMarked
package io.jettymcp.config;

import org.jspecify.annotations.NullMarked;
