/** What an agent should read. */
@NullMarked
package io.jettymcp.guide;

import org.jspecify.annotations.NullMarked;
