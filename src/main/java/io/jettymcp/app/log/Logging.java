package io.jettymcp.app.log;

import io.jettymcp.config.LogLevel;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log: on stderr alone, redacted, and fine-grained for our own code only. Nothing is heard
 * before it is started.
 */
public final class Logging {
  private static volatile @Nullable Log current;

  private Logging() {}

  /**
   * Tells SLF4J where it finds us, as looking for that takes it some milliseconds, and it warns of
   * loggers that other threads make meanwhile. To be called before there are any.
   */
  public static void find() {
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
    // Else it tells on stderr that it was told.
    System.setProperty("slf4j.internal.verbosity", "WARN");
    LoggerFactory.getILoggerFactory();
  }

  /**
   * Starts the log, or changes it, also for loggers that were made before. Libraries never write
   * more than warnings: what they say at finer levels holds headers and bodies.
   *
   * @param redactor takes each entry as it would be written, stack trace included, and gives what
   *     may be seen of it
   */
  public static void start(LogLevel level, UnaryOperator<String> redactor) {
    replace(new Log(Level.valueOf(level.name()), new StderrAppender(redactor)));
  }

  /** Returns the log that was there; null is none. */
  static @Nullable Log replace(@Nullable Log log) {
    Log before = current;
    current = log;
    return before;
  }

  static boolean hears(LogPolicy source, Level level) {
    Log log = current;
    return log != null && source.isHeard(level, log.asked());
  }

  static void write(LogEntry entry) {
    Log log = current;
    if (log != null) {
      log.entries().accept(entry);
    }
  }

  /** How much of our own code is heard, and where entries go that are. */
  record Log(Level asked, Consumer<LogEntry> entries) {}
}
