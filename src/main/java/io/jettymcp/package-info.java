/** The entry point; everything else lives in a package of its own, see docs/design.md. */
@NullMarked
package io.jettymcp;

import org.jspecify.annotations.NullMarked;
