/** Holds values that must never be shown; finding them in text belongs to {@code redact}. */
@NullMarked
package io.jettymcp.secret;

import org.jspecify.annotations.NullMarked;
