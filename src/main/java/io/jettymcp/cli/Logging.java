package io.jettymcp.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.jettymcp.config.LogLevel;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** The log: on stderr alone, redacted, and fine-grained for our own code only. */
public final class Logging {
  private static final String OURS = "io.jettymcp";

  /** Its messages carry arguments of calls, which may be secrets that no redactor knows yet. */
  private static final String MCP_SDK = "io.modelcontextprotocol";

  /**
   * It warns, with a stack trace, of each error that it hands to us as well, cancelled calls too.
   */
  private static final String HTTP_CONNECT = "reactor.netty.http.client.HttpClientConnect";

  /** It warns of every malformed request, so that anybody could fill the log. */
  private static final String HTTP_SERVER = "reactor.netty.http.server";

  /** One line for each request that is served over HTTP. Only {@code error} turns it off. */
  private static final String ACCESS = "access";

  private Logging() {}

  /**
   * Starts the log, or changes it. Libraries never write more than warnings: what they say at finer
   * levels holds headers and bodies.
   *
   * @param redactor takes each entry as it would be written, stack trace included, and gives what
   *     may be seen of it
   */
  public static void start(LogLevel level, UnaryOperator<String> redactor) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Level ours = Level.toLevel(level.name());
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(ours.isGreaterOrEqual(Level.WARN) ? ours : Level.WARN);
    context.getLogger(OURS).setLevel(ours);
    context.getLogger(MCP_SDK).setLevel(Level.OFF);
    context.getLogger(HTTP_CONNECT).setLevel(Level.OFF);
    context.getLogger(HTTP_SERVER).setLevel(Level.OFF);
    context.getLogger(ACCESS).setLevel(level == LogLevel.ERROR ? Level.ERROR : Level.INFO);
    root.addAppender(stderr(context, redactor));
  }

  private static ConsoleAppender<ILoggingEvent> stderr(
      LoggerContext context, UnaryOperator<String> redactor) {
    RedactingEncoder encoder = new RedactingEncoder(redactor);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
