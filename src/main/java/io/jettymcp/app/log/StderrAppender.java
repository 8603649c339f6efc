package io.jettymcp.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;

/**
 * Writes entries to stderr after a redactor has seen all of each, stack trace included. Logback's
 * console appender with an encoder would load more classes for the same {@code println}.
 */
final class StderrAppender extends AppenderBase<ILoggingEvent> {
  private final UnaryOperator<String> redactor;

  StderrAppender(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  @Override
  protected void append(ILoggingEvent event) {
    System.err.println(redacted(text(event)));
  }

  private String redacted(String entry) {
    try {
      return redactor.apply(entry);
    } catch (RuntimeException e) {
      return "(entry withheld: the redactor failed with " + e.getClass().getSimpleName() + ")";
    }
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text =
        new StringBuilder()
            .append(event.getInstant())
            .append(' ')
            .append(event.getLevel())
            .append(' ')
            .append(event.getLoggerName())
            .append(' ')
            .append(event.getFormattedMessage());
    if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
      StringWriter trace = new StringWriter();
      proxy.getThrowable().printStackTrace(new PrintWriter(trace));
      text.append(System.lineSeparator()).append(trace.toString().stripTrailing());
    }
    return text.toString();
  }
}
