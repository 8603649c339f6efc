/**
 * Collects what a linter finds, for workflows and runbooks alike. Sees no other package; rules
 * belong to the package of the language that they check.
 */
@NullMarked
package io.jettymcp.lint;

import org.jspecify.annotations.NullMarked;
