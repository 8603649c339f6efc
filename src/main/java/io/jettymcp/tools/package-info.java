/** What we offer: one class per resource family, nothing but declarations. */
@NullMarked
package io.jettymcp.tools;

import org.jspecify.annotations.NullMarked;
