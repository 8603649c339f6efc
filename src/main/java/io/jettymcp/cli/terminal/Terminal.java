package io.jettymcp.cli.terminal;

/**
 * Describes where a command prints.
 *
 * @param interactive whether a person reads it; false if the output is piped or redirected
 * @param columns the width of a line
 * @param color whether colour is shown and wanted
 */
public record Terminal(boolean interactive, int columns, boolean color) {
  /** Describes output that a program reads. */
  public static final Terminal NONE = new Terminal(false, 80, false);
}
