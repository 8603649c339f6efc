package io.jettymcp.cli.install.edit;

/**
 * Holds a number, a date, a truth value or null as it is written, because 1.0 and 1.00 need not
 * mean the same to every program.
 */
public record Literal(String text) {
  public static final Literal TRUE = new Literal("true");
  public static final Literal FALSE = new Literal("false");

  /** Returns true for a value that is not set. */
  boolean isNull() {
    return text.isEmpty() || text.equals("null") || text.equals("~");
  }
}
