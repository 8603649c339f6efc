package io.jettymcp.cli.terminal;

/**
 * Names how text looks by what it means. The colours are those of the palette of 16 that are
 * readable on dark and on light backgrounds; a mark or a word always says the same.
 */
public enum Style {
  PLAIN(""),
  TITLE("1"),
  QUIET("2"),
  SUCCESS("32"),
  FAILURE("31"),
  RUNNING("36"),
  WARNING("35");

  private static final String ESCAPE = "\u001b[";

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns text between the codes of this style. */
  public String around(String text) {
    return code.isEmpty() || text.isEmpty() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
  }
}
