package io.jettymcp.cli.install.edit;

import java.util.List;

/**
 * Words what parsers found. Their own messages are for programmers, and quote the file, which may
 * hold secrets.
 */
final class ParserProblem {
  /** A part of a parser's message, and what it means. */
  private record Meaning(String part, String words) {}

  private static final String TOO_EARLY = "the file ends too early";

  private static final List<Meaning> JSON =
      List.of(
          new Meaning("end-of-input", TOO_EARLY),
          new Meaning("double-quote to start", "a name in double quotes is expected"),
          new Meaning("expecting a colon", "a colon is expected"),
          new Meaning("expecting comma", "a comma is expected"),
          new Meaning("Unrecognized token", "a word without quotes"),
          new Meaning("Non-standard token", "a word without quotes"),
          new Meaning("close marker", "this bracket does not match"),
          new Meaning("numeric value", "JSON has no such number"),
          new Meaning("unquoted character", "a line end or tab in quotes; write \\n or \\t"),
          new Meaning("escape", "a backslash that escapes nothing; write two of them"),
          new Meaning("value", "a value is expected"));

  private static final List<Meaning> YAML =
      List.of(
          new Meaning("stream end", TOO_EARLY),
          new Meaning("end of stream", TOO_EARLY),
          new Meaning("mapping values", "a colon in a text, which needs quotes"),
          new Meaning("TAB", "a tab; indent with spaces"),
          new Meaning("cannot start", "a text that starts with this character needs quotes"),
          new Meaning("undefined alias", "an alias of nothing"),
          new Meaning("<block end>", "the indentation does not match"),
          new Meaning("another document", "a second document"),
          new Meaning("escape", "a backslash that escapes nothing; write two of them"),
          new Meaning("',' or '", "a comma or a closing bracket is expected"));

  private ParserProblem() {}

  static String json(String message) {
    return of(message, JSON);
  }

  static String yaml(String message) {
    return of(message, YAML);
  }

  private static String of(String message, List<Meaning> meanings) {
    return meanings.stream()
        .filter(meaning -> message.contains(meaning.part()))
        .map(Meaning::words)
        .findFirst()
        .orElse("an unexpected character");
  }
}
