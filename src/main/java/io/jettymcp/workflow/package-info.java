/**
 * Knows Jetty's workflow language: path expressions, activities, the linter and the graph. Anything
 * about runs or requests to Jetty belongs to {@code runs} and {@code jetty}.
 */
@NullMarked
package io.jettymcp.workflow;

import org.jspecify.annotations.NullMarked;
