package io.jettymcp.cli;

import io.jettymcp.cli.terminal.DisplayWidth;
import io.jettymcp.cli.terminal.Style;
import io.jettymcp.cli.terminal.Symbols;
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

  /** Kinds of lines. */
  enum Kind {
    TITLE(Style.PLAIN, Style.TITLE),
    TEXT(Style.PLAIN, Style.PLAIN),
    USER(Style.TITLE, Style.PLAIN),
    STEP(Style.RUNNING, Style.TITLE),
    CALL(Style.RUNNING, Style.RUNNING),
    RESULT(Style.QUIET, Style.PLAIN),
    GOOD(Style.SUCCESS, Style.PLAIN),
    BAD(Style.FAILURE, Style.FAILURE),
    PROGRESS(Style.QUIET, Style.QUIET),
    QUESTION(Style.WARNING, Style.WARNING),
    WARNING(Style.WARNING, Style.WARNING);

    private final Style mark;
    private final Style text;

    Kind(Style mark, Style text) {
      this.mark = mark;
      this.text = text;
    }

    /** Returns what stands before the first line. */
    private String mark(Symbols symbols) {
      return switch (this) {
        case TITLE, TEXT -> "";
        case USER -> "  you  ";
        case STEP -> " " + symbols.point() + " ";
        case CALL -> below(symbols.arrow());
        case RESULT -> below(symbols.back());
        case GOOD -> below(symbols.done());
        case BAD -> below(symbols.failed());
        case PROGRESS -> below(symbols.waiting());
        case QUESTION -> below(symbols.doubtful());
        case WARNING -> below("!");
      };
    }

    private static String below(String mark) {
      return "   " + mark + " ";
    }
  }

  /** Prints a text, and leaves a person at a terminal the time to read it. */
  void print(Kind kind, String text) {
    String shown = Truncate.withEllipsis(text, MAX_TEXT_LENGTH);
    String before = kind.mark(terminal.symbols());
    int indent = DisplayWidth.of(before);
    synchronized (out) {
      for (String line :
          DisplayWidth.wrap(shown, Math.min(terminal.columns(), MAX_COLUMNS) - indent)) {
        out.println(styled(before, kind.mark) + styled(line, kind.text));
        before = " ".repeat(indent);
      }
      out.flush();
    }
    // Progress comes while a call lasts, which it must not delay.
    if (kind != Kind.PROGRESS) {
      pace.read(shown.length());
    }
  }

  private String styled(String text, Style style) {
    return terminal.color() && !text.isBlank() ? style.around(text) : text;
  }
}
