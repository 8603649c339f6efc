/**
 * Checks, plans, launches and stores runbooks. Reading RUNBOOK.md itself belongs to {@code
 * runbooks.document}.
 */
@NullMarked
package io.jettymcp.runbooks;

import org.jspecify.annotations.NullMarked;
