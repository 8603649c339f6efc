package io.jettymcp.app.log;

import io.jettymcp.config.LogLevel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What is heard of the log while it is open, unredacted and nowhere else. */
public final class CapturedLog implements AutoCloseable {
  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
  private final Logging.@Nullable Log before;

  /** Hears as much as a log that was started at this level. */
  public CapturedLog(LogLevel level) {
    before = Logging.replace(new Logging.Log(Level.valueOf(level.name()), entries::add));
  }

  /** Oldest first. */
  public List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    Logging.replace(before);
  }
}
