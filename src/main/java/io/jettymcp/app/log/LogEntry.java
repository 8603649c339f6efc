package io.jettymcp.app.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One entry of the log, before the redactor has seen it.
 *
 * @param message with its arguments in place
 * @param thrown written with its stack trace
 */
public record LogEntry(
    Instant time, Level level, String logger, String message, @Nullable Throwable thrown) {}
