/** The entry point; everything else lives in a room of its own, see docs/design.md. */
@NullMarked
package io.jettymcp;

import org.jspecify.annotations.NullMarked;
