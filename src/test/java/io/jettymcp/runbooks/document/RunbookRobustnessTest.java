package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookRobustnessTest {
  private static final List<String> PIECES =
      List.of(
          "---\n",
          "\n",
          "\r",
          "\r\n",
          "\0",
          "\uFEFF",
          "\u2028",
          "\u0085",
          "\uD83D",
          "\uDE00",
          "##",
          "## ",
          "### ",
          "#",
          "Step 1: ",
          "Step 99999999999: ",
          "Objective",
          "Parameters\n",
          "Code Checks\n",
          "Checklist\n",
          "| a |",
          "|---|\n",
          "|",
          "\\|",
          "`",
          "```",
          "~~~",
          "```yaml",
          "{{",
          "}}",
          "name",
          "{{a}}",
          "{{secrets.a}}",
          "{TODO:",
          ": ",
          "- ",
          "&a ",
          "*a",
          "!!int ",
          "!x ",
          "secrets:\n",
          "  ",
          "\t",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "'",
          "<<: ",
          "? ",
          "env: ",
          "primary_outputs: ",
          "code_checks:\n",
          "executor: ",
          "timeout_sec: ",
          "mcp_servers: ",
          "version: ",
          "2",
          "model: ",
          "agent: ",
          "$A_KEY",
          "max 3 rounds",
          "iterate",
          "—",
          " — ");

  @Test
  void randomTextIsReadWithoutAnException() {
    Random random = new Random(20260304);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "---\n" : "");
      int pieces = random.nextInt(60);
      for (int i = 0; i < pieces; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      holdsTogether(text.toString());
    }
  }

  @Test
  void damagedRunbookIsReadWithoutAnException() {
    Random random = new Random(42);
    for (String sample : List.of("valid-v1", "valid-v2")) {
      String text = RunbookSamples.text(sample);
      for (int round = 0; round < 400; round++) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(200));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        holdsTogether(text.substring(0, from) + piece + text.substring(to));
      }
    }
  }

  private static void holdsTogether(String text) {
    Runbook read = Runbook.read(text);
    int lines = Math.max(1, (int) text.lines().count());
    assertThat(read.text()).isEqualTo(text);
    assertThat(read.version()).isBetween(1, 2);
    assertThat(read.findings()).allMatch(found -> found.line() >= 1 && found.line() <= lines);
    assertThat(read.steps()).allMatch(step -> step.line() >= 1 && step.line() <= lines);
    assertThat(read.placeholders()).allMatch(use -> use.line() >= 1 && use.line() <= lines);
    assertThat(read.fill(Map.of())).isEqualTo(text);
    assertThat(read.isValid()).isEqualTo(read.findings().stream().noneMatch(RunbookFinding::error));
  }

  /** Lists inputs that could make parsing quadratic. */
  static Stream<IntFunction<String>> hostile() {
    String head = "---\nversion: 1\n---\n## Parameters\n| Template Variable |\n|---|\n";
    return Stream.of(
        n -> "iterate ".repeat(n),
        n -> "max 9".repeat(n),
        n -> "max " + "9".repeat(n),
        n -> "{{".repeat(n),
        n -> "{{" + " ".repeat(n) + "}}",
        n -> "{{" + "a".repeat(n) + "}}",
        n -> "`".repeat(n),
        n -> head + "| " + "` | ".repeat(n),
        n -> head + "| " + "\\|".repeat(n),
        n -> "## Parameters\n" + "|\n".repeat(n),
        n -> "## Step 1: a\n".repeat(n),
        n -> "#".repeat(n),
        n -> "# " + " #".repeat(n),
        n -> "```\n".repeat(n),
        n -> "## Code Checks\n" + "### a — b\n```\n```\n".repeat(n / 4),
        n -> head + numbered(n / 8, "| p%d |\n"),
        n -> numbered(n / 8, "{{p%d}}\n"),
        n -> "---\n" + "a: b\n".repeat(Math.min(n, 30_000)) + "---\n",
        n ->
            "---\nprimary_outputs: ["
                + "a, ".repeat(Math.min(n, 60_000))
                + "]\n---\n"
                + "b\n".repeat(n),
        n ->
            "---\nmcp_servers:\n  a: &a !!int "
                + "9".repeat(Math.min(n, 160_000))
                + "\n  b: ["
                + "*a, ".repeat(2_000)
                + "]\n---\n",
        n -> check("{TODO: a}\n".repeat(4 * n)),
        n ->
            "## REQUIRED OUTPUT FILES\n"
                + "any text\n".repeat(n)
                + check(numbered(n, "test -s /app/results/file%d\n")),
        n -> "$".repeat(n) + "{".repeat(n) + "A".repeat(n),
        n -> "---\n" + "\n".repeat(n));
  }

  private static String check(String commands) {
    return "## Code Checks\n### outputs-exist — Files\n```bash\n"
        + commands
        + "```\n## Final Checklist\n";
  }

  private static String numbered(int count, String form) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void timeIsLinearInLength(IntFunction<String> text) {
    int small = 12_500;
    holds(text.apply(small));
    Duration once = best(text.apply(small));
    // Quadratic time would be 64 times as long; the constant covers a busy machine.
    Duration longest = once.multipliedBy(45).plusMillis(100);
    String eightfold = text.apply(8 * small);
    assertThat(
            Stream.generate(() -> took(eightfold)).limit(3).anyMatch(t -> t.compareTo(longest) < 0))
        .as("one of three ends within %s", longest)
        .isTrue();
  }

  private static void holds(String text) {
    assertThat(Runbook.read(text).text()).isSameAs(text);
  }

  private static Duration best(String text) {
    return Stream.generate(() -> took(text)).limit(3).min(Duration::compareTo).orElseThrow();
  }

  private static Duration took(String text) {
    long start = System.nanoTime();
    holds(text);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
