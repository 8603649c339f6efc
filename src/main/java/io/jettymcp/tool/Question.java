package io.jettymcp.tool;

/**
 * A text that a person is asked for; never a secret.
 *
 * @param name the field's name
 * @param description what it is for, or empty
 */
public record Question(String name, String description) {}
