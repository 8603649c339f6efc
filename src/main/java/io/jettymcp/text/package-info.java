/**
 * Shortens text, knows its invisible characters and suggests the nearest name. Sees no other room;
 * what depends on JSON or on secrets does not belong here.
 */
@NullMarked
package io.jettymcp.text;

import org.jspecify.annotations.NullMarked;
