/**
 * Reads and checks RUNBOOK.md: frontmatter, sections, parameters, steps. Sends nothing to Jetty;
 * planning and starting runbooks belongs to {@code runbooks}.
 */
@NullMarked
package io.jettymcp.runbooks.document;

import org.jspecify.annotations.NullMarked;
