package io.jettymcp.runbooks.document;

/**
 * A section of the second level.
 *
 * @param title with its step number, if it is a step
 * @param line of the heading, from 1
 * @param end its last line
 */
public record Section(String title, int line, int end) {}
