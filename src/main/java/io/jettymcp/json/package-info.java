/** Reads, writes, measures and prunes JSON. Sees no other room. */
@NullMarked
package io.jettymcp.json;

import org.jspecify.annotations.NullMarked;
