/** What may leave the building: redaction, cleaning of text and size. */
@NullMarked
package io.jettymcp.shape;

import org.jspecify.annotations.NullMarked;
