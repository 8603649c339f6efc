/** The words that tools are written in. */
@NullMarked
package io.jettymcp.tool;

import org.jspecify.annotations.NullMarked;
