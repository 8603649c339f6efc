/** Guessing what somebody meant to write, for every room that refuses unknown names. */
@NullMarked
package io.jettymcp.text;

import org.jspecify.annotations.NullMarked;
