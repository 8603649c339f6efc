package io.jettymcp.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.LogLevel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.Loggers;

/** The log of a process of its own, as stdout and stderr are what matters. */
class LoggingTest {
  private static final List<String> LOGGERS =
      List.of(
          "io.jettymcp.jetty.HttpSender",
          "io.modelcontextprotocol.server.McpAsyncServer",
          "reactor.netty.http.client.HttpClientOperations",
          "reactor.netty.http.server.HttpServerOperations",
          "io.netty.handler.logging",
          "org.example.Library");

  @TempDir private Path directory;

  @Test
  void nothingIsWrittenBeforeTheStart() throws Exception {
    Written written = child("never");

    assertThat(written.out()).isEmpty();
    assertThat(written.err()).isEmpty();
  }

  @Test
  void traceAppliesOnlyToOwnLoggers() throws Exception {
    Written written = child("TRACE");

    assertThat(written.out()).isEmpty();
    assertThat(written.entries())
        .containsExactly(
            "ERROR io.jettymcp.jetty.HttpSender [message]",
            "WARN io.jettymcp.jetty.HttpSender [message]",
            "INFO io.jettymcp.jetty.HttpSender [message]",
            "DEBUG io.jettymcp.jetty.HttpSender [message]",
            "TRACE io.jettymcp.jetty.HttpSender [message]",
            "ERROR reactor.netty.http.client.HttpClientOperations [message]",
            "WARN reactor.netty.http.client.HttpClientOperations [message]",
            "ERROR io.netty.handler.logging [message]",
            "WARN io.netty.handler.logging [message]",
            "ERROR org.example.Library [message]",
            "WARN org.example.Library [message]");
  }

  @Test
  void levelAppliesToLibraries() throws Exception {
    assertThat(child("ERROR").entries())
        .containsExactly(
            "ERROR io.jettymcp.jetty.HttpSender [message]",
            "ERROR reactor.netty.http.client.HttpClientOperations [message]",
            "ERROR io.netty.handler.logging [message]",
            "ERROR org.example.Library [message]");
  }

  @Test
  void messagesAndStackTracesAreRedacted() throws Exception {
    Written written = child("TRACE");

    assertThat(written.err())
        .doesNotContain("sesame")
        .contains("java.lang.IllegalStateException: [message]")
        .contains("Caused by: java.io.IOException: [message]")
        .contains("\tat io.jettymcp.app.log.LoggingTest$Child.main");
  }

  @Test
  void failedRedactionWithholdsTheEntry() throws Exception {
    Written written = child("broken");

    assertThat(written.out()).isEmpty();
    assertThat(written.err().lines().distinct())
        .containsExactly(
            "(entry withheld: the redactor failed with UnsupportedOperationException)");
  }

  @Test
  void secondStartReplacesTheRedactor() throws Exception {
    assertThat(child("twice").entries())
        .containsOnlyOnce("ERROR io.jettymcp.jetty.HttpSender [message]");
  }

  @Test
  void levelChangesForExistingLoggers() throws Exception {
    assertThat(child("later").entries())
        .containsExactly(
            "INFO io.jettymcp.jetty.HttpSender at INFO",
            "WARN io.jettymcp.jetty.HttpSender at INFO",
            "WARN io.jettymcp.jetty.HttpSender at WARN");
  }

  @Test
  void librariesFindTheLogThroughSlf4j() throws Exception {
    Written written = child("libraries");

    assertThat(written.out()).isEmpty();
    assertThat(written.err().lines().map(line -> line.substring(line.indexOf(' ') + 1)))
        .containsExactly(
            "WARN reactor.core.Scheduler from [message]",
            "ERROR io.netty.util.Leak from [message]");
  }

  @Test
  void concurrentFirstEntriesAreWrittenInOrder() throws Exception {
    Written written = child("crowd");

    assertThat(written.out()).isEmpty();
    assertThat(written.err().lines()).hasSize(Child.CROWD * Child.SAID);
    for (int speaker = 0; speaker < Child.CROWD; speaker++) {
      String logger = "io.jettymcp.Speaker" + speaker;
      assertThat(written.entries().stream().filter(entry -> entry.contains(logger + " ")))
          .containsExactlyElementsOf(
              IntStream.range(0, Child.SAID)
                  .mapToObj(said -> "WARN " + logger + " " + said + " [message]")
                  .toList());
    }
  }

  @Test
  void thrownArgumentIsWrittenAsAStackTrace() throws Exception {
    Written written = child("thrown");

    assertThat(written.entries())
        .containsExactly(
            "WARN io.jettymcp.jetty.HttpSender alone",
            "WARN io.jettymcp.jetty.HttpSender alone {}",
            "WARN io.jettymcp.jetty.HttpSender after 1",
            "WARN io.jettymcp.jetty.HttpSender after 1 and 2",
            "WARN io.jettymcp.jetty.HttpSender java.lang.Exception and {}",
            "WARN io.jettymcp.jetty.HttpSender fluent 1");
    assertThat(written.err().lines().filter("java.io.IOException: [message]"::equals)).hasSize(6);
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

  private Written child(String how) throws Exception {
    // A pipe holds less than some of these children say.
    Path stderr = directory.resolve("stderr");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                how)
            .redirectError(stderr.toFile())
            .start();
    process.outputWriter().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return new Written(out, Files.readString(stderr));
  }

  /** Says the same at every level of several loggers. */
  static final class Child {
    static final int CROWD = 8;
    static final int SAID = 200;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Logging.selectProvider();
      UnaryOperator<String> redactor = text -> text.replaceAll("sesame-open", "[message]");
      switch (arguments[0]) {
        case "later" -> later();
        case "libraries" -> {
          Logging.start(LogLevel.TRACE, redactor);
          libraries();
        }
        case "crowd" -> {
          Logging.start(LogLevel.WARN, redactor);
          crowd();
        }
        case "thrown" -> {
          Logging.start(LogLevel.WARN, redactor);
          thrown();
        }
        default -> everything(arguments[0], redactor);
      }
    }

    private static void later() {
      Logger logger = LoggerFactory.getLogger(LOGGERS.get(0));
      logger.error("before");
      for (LogLevel level : List.of(LogLevel.INFO, LogLevel.WARN)) {
        Logging.start(level, text -> text);
        logger.info("at {}", level);
        logger.warn("at {}", level);
      }
    }

    private static void libraries() {
      reactor.util.Logger reactor = Loggers.getLogger("reactor.core.Scheduler");
      reactor.info("from {}", "sesame-open");
      reactor.warn("from {}", "sesame-open");
      InternalLogger netty = InternalLoggerFactory.getInstance("io.netty.util.Leak");
      netty.debug("from {}", "sesame-open");
      netty.error("from {}", "sesame-open");
    }

    private static void crowd() throws InterruptedException {
      CyclicBarrier together = new CyclicBarrier(CROWD);
      List<Thread> speakers = new ArrayList<>();
      for (int speaker = 0; speaker < CROWD; speaker++) {
        Logger logger = LoggerFactory.getLogger("io.jettymcp.Speaker" + speaker);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    together.await();
                  } catch (InterruptedException | BrokenBarrierException alone) {
                    throw new IllegalStateException(alone);
                  }
                  for (int said = 0; said < SAID; said++) {
                    logger.warn("{} sesame-open", said);
                  }
                });
        thread.start();
        speakers.add(thread);
      }
      for (Thread thread : speakers) {
        thread.join();
      }
    }

    private static void thrown() {
      Logger logger = LoggerFactory.getLogger(LOGGERS.get(0));
      Exception thrown = new IOException("sesame-open");
      logger.warn("alone", thrown);
      logger.warn("alone {}", (Object) thrown);
      logger.warn("after {}", 1, thrown);
      logger.warn("after {} and {}", 1, 2, thrown);
      logger.warn("{} and {}", new Exception(), thrown);
      logger.atWarn().setCause(thrown).addArgument(1).log("fluent {}");
    }

    private static void everything(String how, UnaryOperator<String> redactor) {
      switch (how) {
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
        default -> Logging.start(LogLevel.valueOf(how), redactor);
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
