/**
 * Knows how often a routine fires: Jetty's cadences, in UTC and in a time zone. Requests about
 * routines belong to {@code tools}.
 */
@NullMarked
package io.jettymcp.workflow.cadence;

import org.jspecify.annotations.NullMarked;
