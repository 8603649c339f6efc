package io.jettymcp.app.log;

import ch.qos.logback.core.Appender;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries to stderr by Logback, which is loaded at the first of them: most starts have none
 * to write, and a host waits for each start.
 */
final class StderrAppender implements Consumer<LogEntry> {
  private final UnaryOperator<String> redactor;
  private @Nullable Appender<LogEntry> appender;

  StderrAppender(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  @Override
  public void accept(LogEntry entry) {
    appender().doAppend(entry);
  }

  private synchronized Appender<LogEntry> appender() {
    if (appender == null) {
      appender = RedactingEncoder.toStderr(redactor);
    }
    return appender;
  }
}
