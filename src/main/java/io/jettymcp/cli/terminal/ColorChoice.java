package io.jettymcp.cli.terminal;

/** Decides whether colour is used. */
public enum ColorChoice {
  /** Where a person looks at a terminal that shows it, and {@code NO_COLOR} is not set. */
  AUTO,
  ALWAYS,
  NEVER
}
