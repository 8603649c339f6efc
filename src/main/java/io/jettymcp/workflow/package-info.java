/**
 * Knows Jetty's workflow language: path expressions, activities, cadences and the linter. Anything
 * about runs or requests to Jetty belongs to {@code runs} and {@code jetty}.
 */
@NullMarked
package io.jettymcp.workflow;

import org.jspecify.annotations.NullMarked;
