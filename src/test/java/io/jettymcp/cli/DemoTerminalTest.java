package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.config.ProcessEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what the demo makes of its terminal. */
class DemoTerminalTest {
  @Test
  void aTerminalShowsColourAndPauses() {
    assertThat(terminal(true, Map.of("TERM", "xterm-256color")))
        .isEqualTo(new Terminal(true, 80, true));
  }

  @Test
  void aPipeShowsNeither() {
    assertThat(terminal(false, Map.of("TERM", "xterm-256color"))).isEqualTo(Terminal.NONE);
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR, 1", "TERM, dumb"})
  void colourCanBeRefused(String variable, String value) {
    assertThat(terminal(true, Map.of(variable, value)).color()).isFalse();
  }

  @Test
  void emptyNoColorRefusesNothing() {
    assertThat(terminal(true, Map.of("NO_COLOR", "")).color()).isTrue();
  }

  @Test
  void colourCanBeForced() {
    assertThat(terminal(false, Map.of("CLICOLOR_FORCE", "1")))
        .isEqualTo(new Terminal(false, 80, true));
  }

  @ParameterizedTest
  @CsvSource({"60, 60", "132, 132", "0, 80", "-1, 80", "wide, 80", "99999999999, 80"})
  void columnsOfTheEnvironmentCountIfTheyAreANumber(String value, int columns) {
    assertThat(terminal(true, Map.of("COLUMNS", value)).columns()).isEqualTo(columns);
  }

  @Test
  void enterEndsThePauses() {
    InputStream keys = new ByteArrayInputStream(new byte[] {'\n'});
    DemoPace pace = DemoPace.of(keys);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> pace.read(1_000_000));
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> pace.read(1_000_000));
    assertThat(keys).as("what the shell would run").isEmpty();
  }

  @Test
  void closedTerminalEndsThePauses() {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int available() throws IOException {
            throw new IOException("gone");
          }
        };
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> DemoPace.of(gone).read(1_000_000));
  }

  private static Terminal terminal(boolean attended, Map<String, String> environment) {
    return DemoCommand.terminal(
        attended, new ProcessEnvironment(environment, Path.of("/home"), Path.of("/work")));
  }
}
