package io.jettymcp.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.jettymcp.config.LogLevel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Captures the log unredacted, as if it were started at a level: for each test as a registered
 * extension, or until it is closed.
 */
public final class CapturedLog implements AutoCloseable, BeforeEachCallback, AfterEachCallback {
  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
  private final LogLevel level;
  private @Nullable Appender<ILoggingEvent> previous;

  private CapturedLog(LogLevel level, boolean started) {
    this.level = level;
    if (started) {
      start();
    }
  }

  /** Captures from now on. */
  public CapturedLog(LogLevel level) {
    this(level, true);
  }

  /** Returns an extension for {@code @RegisterExtension}. */
  public static CapturedLog during(LogLevel level) {
    return new CapturedLog(level, false);
  }

  private void start() {
    previous =
        Logging.start(
            level,
            new AppenderBase<ILoggingEvent>() {
              @Override
              protected void append(ILoggingEvent event) {
                entries.add(LogEntry.of(event));
              }
            });
  }

  /** Returns the entries, oldest first. */
  public List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    Logging.start(LogLevel.WARN, previous);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    entries.clear();
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }
}
