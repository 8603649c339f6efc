package io.jettymcp.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.jettymcp.config.LogLevel;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Starts the log: on stderr alone, redacted, and fine-grained for our own code only. */
public final class Logging {
  private static @Nullable Appender<ILoggingEvent> current;

  private Logging() {}

  /**
   * Selects the SLF4J provider, because searching for it takes milliseconds and warns of loggers
   * that other threads create meanwhile. Must be called before the first logger is created.
   */
  public static void selectProvider() {
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
    // Otherwise SLF4J reports the selection on stderr.
    System.setProperty("slf4j.internal.verbosity", "WARN");
    LoggerFactory.getILoggerFactory();
  }

  /**
   * Starts the log, or changes it, for existing loggers too. Nothing is written before.
   *
   * @param redactor receives each entry as it would be written, stack trace included, and returns
   *     what people may see of it
   */
  public static void start(LogLevel level, UnaryOperator<String> redactor) {
    start(level, new StderrAppender(redactor));
  }

  /** Replaces the appender, and returns the previous one. */
  static synchronized @Nullable Appender<ILoggingEvent> start(
      LogLevel level, @Nullable Appender<ILoggingEvent> appender) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    boolean errorsOnly = level == LogLevel.ERROR;
    // Libraries log headers and bodies at finer levels.
    setLevel(context, Logger.ROOT_LOGGER_NAME, errorsOnly ? Level.ERROR : Level.WARN);
    setLevel(context, "io.jettymcp", Level.toLevel(level.name()));
    // One line for each request over HTTP.
    setLevel(context, "access", errorsOnly ? Level.ERROR : Level.INFO);
    // Logs arguments of calls, which may be secrets that no redactor knows yet.
    setLevel(context, "io.modelcontextprotocol", Level.OFF);
    // Warns, with a stack trace, of each error that the client reports to us too.
    setLevel(context, "reactor.netty.http.client.HttpClientConnect", Level.OFF);
    // Warns of every malformed request, so that any client could fill the log.
    setLevel(context, "reactor.netty.http.server", Level.OFF);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Appender<ILoggingEvent> previous = current;
    if (appender != null) {
      appender.setContext(context);
      appender.start();
      root.addAppender(appender);
    }
    if (previous != null) {
      root.detachAppender(previous);
    }
    current = appender;
    return previous;
  }

  private static void setLevel(LoggerContext context, String logger, Level level) {
    context.getLogger(logger).setLevel(level);
  }
}
