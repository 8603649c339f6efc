/**
 * Decodes, shortens and digests text, knows its invisible characters, suggests the nearest name,
 * reads addresses and words the system's failures of files. Sees no other package; logic that
 * depends on JSON or on secrets does not belong here.
 */
@NullMarked
package io.jettymcp.text;

import org.jspecify.annotations.NullMarked;
