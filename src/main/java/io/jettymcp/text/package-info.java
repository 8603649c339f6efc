/**
 * Compares names and reads addresses, for every room. Values of one room's own do not belong here.
 * Sees no other room.
 */
@NullMarked
package io.jettymcp.text;

import org.jspecify.annotations.NullMarked;
