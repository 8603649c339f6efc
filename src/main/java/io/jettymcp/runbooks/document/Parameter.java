package io.jettymcp.runbooks.document;

import java.util.Optional;

/**
 * A row of the Parameters table.
 *
 * @param name the name between the braces of {@code {{name}}}
 * @param defaultValue the value where none is given; empty if the caller has to give one
 * @param description what it is for, or empty
 * @param line the line of the row, from 1
 */
public record Parameter(String name, Optional<String> defaultValue, String description, int line) {}
