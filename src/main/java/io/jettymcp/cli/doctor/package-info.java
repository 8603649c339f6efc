/**
 * Diagnoses an installation: settings, token and the way to Jetty, with a fix for each problem. How
 * an exchange with Jetty fails belongs to {@code jetty}; what a setting accepts to {@code config}.
 */
@NullMarked
package io.jettymcp.cli.doctor;

import org.jspecify.annotations.NullMarked;
