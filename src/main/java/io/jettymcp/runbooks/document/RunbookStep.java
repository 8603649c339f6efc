package io.jettymcp.runbooks.document;

/**
 * A section {@code ## Step N: title}.
 *
 * @param number as it is written
 * @param title without the number
 * @param line of the heading, from 1
 * @param end its last line
 */
public record RunbookStep(int number, String title, int line, int end) {}
