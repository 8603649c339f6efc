package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests what can be seen of {@code jetty-mcp.cmd} without Windows; the workflow starts it there.
 */
class WindowsLauncherTest {
  private String script = "";

  @BeforeEach
  void read() throws IOException {
    script = Files.readString(Path.of("jetty-mcp.cmd"), StandardCharsets.US_ASCII);
  }

  /** With other line ends, cmd.exe does not find every label. */
  @Test
  void everyLineEndsAsOnWindows() {
    assertThat(script).endsWith("\r\n");
    assertThat(script.replace("\r\n", "")).doesNotContain("\r", "\n");
  }

  @Test
  void everyLabelThatIsUsedExists() {
    assertThat(found("(?:goto|call :)\\s*(\\w+)"))
        .isNotEmpty()
        .isSubsetOf(found("(?m)^:(\\w+)\r?$"));
  }

  @Test
  void messagesGoToStderr() {
    assertThat(lines().filter(line -> line.startsWith("echo ")))
        .hasSize(2)
        .allMatch(line -> line.endsWith(">&2"));
  }

  /** Delayed expansion would take exclamation marks out of arguments. */
  @Test
  void argumentsPassAsTheyAre() {
    assertThat(script).contains("setlocal disabledelayedexpansion\r\n");
    assertThat(lines().filter(line -> line.contains("%*")))
        .containsExactly(
            "\"%java%\" \"@%options%\" %server% %JETTY_MCP_JAVA_OPTS% -jar \"%jar%\" %*");
  }

  @Test
  void exitCodeIsThatOfTheProgram() {
    assertThat(script).contains(" %*\r\nexit /b %errorlevel%\r\n");
  }

  private Stream<String> lines() {
    return script.lines();
  }

  private List<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(script)
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
