package io.jettymcp.app.log;

import java.io.Serial;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that asks {@link Logging} each time, as it may be older than the start of the log. */
final class NamedLogger extends LegacyAbstractLogger {
  @Serial private static final long serialVersionUID = 1;

  private final LogPolicy source;

  NamedLogger(String name) {
    this.name = name;
    this.source = LogPolicy.of(name);
  }

  @Override
  public boolean isTraceEnabled() {
    return Logging.hears(source, Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return Logging.hears(source, Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return Logging.hears(source, Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return Logging.hears(source, Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return Logging.hears(source, Level.ERROR);
  }

  /** Entries do not say where in the code they were made. */
  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  /** A single argument that was thrown arrives as an argument, and is none. */
  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    FormattingTuple said =
        thrown == null
            ? MessageFormatter.arrayFormat(pattern, arguments)
            : new FormattingTuple(
                MessageFormatter.basicArrayFormat(pattern, arguments), arguments, thrown);
    Logging.write(
        new LogEntry(
            Instant.now(), level, name, String.valueOf(said.getMessage()), said.getThrowable()));
  }
}
