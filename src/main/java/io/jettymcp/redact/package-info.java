/** What may leave the building: redaction, cleaning of text and size. */
@NullMarked
package io.jettymcp.redact;

import org.jspecify.annotations.NullMarked;
