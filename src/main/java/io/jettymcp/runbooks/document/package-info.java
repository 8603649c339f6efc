/** RUNBOOK.md: what its frontmatter says. */
@NullMarked
package io.jettymcp.runbooks.document;

import org.jspecify.annotations.NullMarked;
