/**
 * Declares the tools, each in the {@code *Tools} class of its toolset, with the handlers that need
 * little more than one exchange. What runs and runbooks have to do belongs to their own packages.
 */
@NullMarked
package io.jettymcp.tools;

import org.jspecify.annotations.NullMarked;
