/**
 * Runs the commands of the command line and prints for people. It starts servers that {@code app}
 * composes, and is not on the path of a call.
 */
@NullMarked
package io.jettymcp.cli;

import org.jspecify.annotations.NullMarked;
