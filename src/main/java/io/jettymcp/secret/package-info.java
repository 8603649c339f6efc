/** The one type for values that must never be shown. */
@NullMarked
package io.jettymcp.secret;

import org.jspecify.annotations.NullMarked;
