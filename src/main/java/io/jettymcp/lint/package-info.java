/**
 * Collects what a linter finds, for workflows and runbooks alike. Sees no other room; rules belong
 * to the room of the language that they check.
 */
@NullMarked
package io.jettymcp.lint;

import org.jspecify.annotations.NullMarked;
