package io.jettymcp.cli;

import io.jettymcp.cli.terminal.DisplayWidth;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.text.Truncate;
import java.io.PrintWriter;

/** Prints the demo, each kind of line with its mark and its colour, wrapped at words. */
final class DemoScreen {
  private static final int MAX_COLUMNS = 80;

  /** In characters: about three lines. */
  private static final int MAX_TEXT_LENGTH = 220;

  private final PrintWriter out;
  private final Terminal terminal;
  private final DemoPace pace;

  DemoScreen(PrintWriter out, Terminal terminal, DemoPace pace) {
    this.out = out;
    this.terminal = terminal;
    this.pace = pace;
  }

  /** Kinds of lines. The codes are SGR parameters (ECMA-48): bold, dim and colours. */
  enum Kind {
    TITLE("", "", "1"),
    TEXT("", "", ""),
    USER("  you  ", "1;35", ""),
    STEP(" ● ", "35", "1"),
    CALL("   → ", "36", "36"),
    RESULT("   ← ", "2", ""),
    GOOD("   ✓ ", "32", ""),
    BAD("   ✗ ", "31", "31"),
    PROGRESS("   · ", "2", "2"),
    QUESTION("   ? ", "33", "33"),
    WARNING("   ! ", "33", "33");

    private final String mark;
    private final String markCodes;
    private final String textCodes;

    Kind(String mark, String markCodes, String textCodes) {
      this.mark = mark;
      this.markCodes = markCodes;
      this.textCodes = textCodes;
    }
  }

  /** Prints a text, and leaves a person at a terminal the time to read it. */
  void print(Kind kind, String text) {
    String shown = Truncate.withEllipsis(text, MAX_TEXT_LENGTH);
    int indent = DisplayWidth.of(kind.mark);
    String before = kind.mark;
    synchronized (out) {
      for (String line : DemoText.wrap(shown, Math.min(terminal.columns(), MAX_COLUMNS) - indent)) {
        out.println(styled(before, kind.markCodes) + styled(line, kind.textCodes));
        before = " ".repeat(indent);
      }
      out.flush();
    }
    // Progress comes while a call lasts, which it must not delay.
    if (kind != Kind.PROGRESS) {
      pace.read(shown.length());
    }
  }

  private String styled(String text, String codes) {
    return terminal.color() && !codes.isEmpty() && !text.isBlank()
        ? "\u001b[" + codes + "m" + text + "\u001b[0m"
        : text;
  }
}
