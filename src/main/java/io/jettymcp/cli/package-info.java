/** The command line and the composition of the program. */
@NullMarked
package io.jettymcp.cli;

import org.jspecify.annotations.NullMarked;
