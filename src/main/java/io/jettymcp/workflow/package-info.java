/** Jetty's workflow language: path expressions, activities and the linter. */
@NullMarked
package io.jettymcp.workflow;

import org.jspecify.annotations.NullMarked;
