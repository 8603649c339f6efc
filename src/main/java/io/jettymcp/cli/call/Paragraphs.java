package io.jettymcp.cli.call;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Lays out texts for people in lines that break between words. */
final class Paragraphs {
  private static final int INDENT = 2;

  private final int width;

  /**
   * @param width of a line
   */
  Paragraphs(int width) {
    this.width = width;
  }

  String of(String text) {
    TextTable lines = table(new Column(width, 0, Overflow.WRAP));
    lines.indentWrappedLines = 0;
    lines.addRowValues(text);
    return lines.toString();
  }

  /** Creates a list of terms, each with a text on its right. */
  TextTable list(int termWidth) {
    TextTable list =
        table(
            new Column(termWidth, INDENT, Overflow.SPAN),
            new Column(width - termWidth, 0, Overflow.WRAP));
    list.indentWrappedLines = 0;
    return list;
  }

  private static TextTable table(Column... columns) {
    return TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
  }
}
