package io.jettymcp.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Holds one entry of the log, unredacted. */
public record LogEntry(Level level, String logger, String message, @Nullable Throwable thrown) {
  static LogEntry of(ILoggingEvent event) {
    return new LogEntry(
        Level.valueOf(event.getLevel().toString()),
        event.getLoggerName(),
        event.getFormattedMessage(),
        event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null);
  }
}
