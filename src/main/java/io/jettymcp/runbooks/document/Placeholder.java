package io.jettymcp.runbooks.document;

/**
 * A use of {@code {{name}}}, which Jetty fills before the agent sees the text.
 *
 * @param line of the first use, from 1
 */
public record Placeholder(String name, int line) {}
