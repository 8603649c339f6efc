package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a process of its own, as stdout and stderr are what matters. */
class LoggingTest {
  private static final List<String> LOGGERS =
      List.of(
          "io.jettymcp.api.Wire",
          "io.modelcontextprotocol.server.McpAsyncServer",
          "reactor.netty.http.client.HttpClientOperations",
          "reactor.netty.http.server.HttpServerOperations",
          "io.netty.handler.logging",
          "org.example.Library");

  @Test
  void beforeItIsStartedNothingIsWrittenAnywhere() throws Exception {
    Written written = child("never");

    assertThat(written.out()).isEmpty();
    assertThat(written.err()).isEmpty();
  }

  @Test
  void atTheFinestLevelOurOwnCodeAloneIsHeardInFull() throws Exception {
    Written written = child("TRACE");

    assertThat(written.out()).isEmpty();
    assertThat(written.entries())
        .containsExactly(
            "ERROR io.jettymcp.api.Wire [message]",
            "WARN io.jettymcp.api.Wire [message]",
            "INFO io.jettymcp.api.Wire [message]",
            "DEBUG io.jettymcp.api.Wire [message]",
            "TRACE io.jettymcp.api.Wire [message]",
            "ERROR reactor.netty.http.client.HttpClientOperations [message]",
            "WARN reactor.netty.http.client.HttpClientOperations [message]",
            "ERROR io.netty.handler.logging [message]",
            "WARN io.netty.handler.logging [message]",
            "ERROR org.example.Library [message]",
            "WARN org.example.Library [message]");
  }

  @Test
  void theLevelBoundsLibrariesToo() throws Exception {
    assertThat(child("ERROR").entries())
        .containsExactly(
            "ERROR io.jettymcp.api.Wire [message]",
            "ERROR reactor.netty.http.client.HttpClientOperations [message]",
            "ERROR io.netty.handler.logging [message]",
            "ERROR org.example.Library [message]");
  }

  @Test
  void theRedactorSeesMessagesAndStackTraces() throws Exception {
    Written written = child("TRACE");

    assertThat(written.err())
        .doesNotContain("sesame")
        .contains("java.lang.IllegalStateException: [message]")
        .contains("Caused by: java.io.IOException: [message]")
        .contains("\tat io.jettymcp.cli.LoggingTest$Child.main");
  }

  @Test
  void aRedactorThatFailsWithholdsTheEntry() throws Exception {
    Written written = child("broken");

    assertThat(written.out()).isEmpty();
    assertThat(written.err().lines().distinct())
        .containsExactly(
            "(an entry was withheld: the redactor failed with UnsupportedOperationException)");
  }

  @Test
  void startingItAgainReplacesTheRedactor() throws Exception {
    assertThat(child("twice").entries()).containsOnlyOnce("ERROR io.jettymcp.api.Wire [message]");
  }

  private record Written(String out, String err) {
    /** The first lines of entries without their time. */
    List<String> entries() {
      return err.lines()
          .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z .*"))
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .toList();
    }
  }

  private static Written child(String how) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                how)
            .start();
    process.outputWriter().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return new Written(out, err);
  }

  /** Says the same at every level of several loggers. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      UnaryOperator<String> redactor = text -> text.replaceAll("sesame-open", "[message]");
      switch (arguments[0]) {
        case "never" -> {}
        case "broken" ->
            Logging.start(
                LogLevel.WARN,
                text -> {
                  throw new UnsupportedOperationException(text);
                });
        case "twice" -> {
          Logging.start(LogLevel.DEBUG, text -> text);
          Logging.start(LogLevel.WARN, redactor);
        }
        default -> Logging.start(LogLevel.valueOf(arguments[0]), redactor);
      }
      Exception thrown = new IllegalStateException("sesame-open", new IOException("sesame-open"));
      for (String name : LOGGERS) {
        Logger logger = LoggerFactory.getLogger(name);
        logger.error("{}", "sesame-open", thrown);
        logger.warn("sesame-open");
        logger.info("sesame-open");
        logger.debug("sesame-open");
        logger.trace("sesame-open");
      }
    }
  }
}
