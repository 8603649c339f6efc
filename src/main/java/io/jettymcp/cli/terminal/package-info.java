/**
 * Draws results and progress for people at a terminal: tables, timelines, colour. What commands do
 * belongs to {@code cli}; views for hosts belong to {@code ui}.
 */
@NullMarked
package io.jettymcp.cli.terminal;

import org.jspecify.annotations.NullMarked;
