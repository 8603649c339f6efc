/** RUNBOOK.md: what its frontmatter says. */
@NullMarked
package io.jettymcp.runbook;

import org.jspecify.annotations.NullMarked;
