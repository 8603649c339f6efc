package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.DemoScreen.Kind;
import io.jettymcp.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoScreenTest {
  private static final Terminal COLOR = new Terminal(true, true, 80, 24, true, true);

  @Test
  void linesAreWrappedBetweenWordsBelowTheirMark() {
    assertThat(shown(new Terminal(false, false, 16, 24, false, true), Kind.CALL, "one two three"))
        .isEqualTo("   → one two\n     three\n");
  }

  @Test
  void marksArePlainWhereBlockCharactersAreNotShown() {
    Terminal plain = new Terminal(false, false, 80, 24, false, false);
    assertThat(shown(plain, Kind.STEP, "x")).isEqualTo(" * x\n");
    assertThat(shown(plain, Kind.RESULT, "x")).isEqualTo("   < x\n");
  }

  @Test
  void wideTerminalHasReadableLines() {
    assertThat(
            shown(new Terminal(false, false, 300, 24, false, true), Kind.TEXT, "word ".repeat(30))
                .lines())
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void longTextIsNotCutInsideASurrogatePair() {
    assertThat(shown(Terminal.NONE, Kind.TEXT, "x".repeat(219) + "🎉y").lines())
        .last()
        .isEqualTo("x".repeat(219 - 2 * 80) + "…");
  }

  @Test
  void colourEndsWithEachLine() {
    assertThat(shown(COLOR, Kind.BAD, "wrong"))
        .isEqualTo("\u001b[31m   ✗ \u001b[0m\u001b[31mwrong\u001b[0m\n");
  }

  @Test
  void argumentsReadAsTheyAreTyped() {
    assertThat(DemoText.arguments(Map.of("changes", List.of(Map.of("path", "steps")))))
        .isEqualTo("changes={path: steps}");
    assertThat(DemoText.arguments(Map.of("runs_csv", "topic\nsea\n")))
        .isEqualTo("runs_csv=\"topic, sea\"");
    assertThat(DemoText.arguments(Map.of("workflow", Map.of("steps", Map.of("a", "b")))))
        .isEqualTo("workflow={steps}");
  }

  private static String shown(Terminal terminal, Kind kind, String text) {
    StringWriter out = new StringWriter();
    new DemoScreen(new PrintWriter(out), terminal, DemoPace.NONE).print(kind, text);
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}
