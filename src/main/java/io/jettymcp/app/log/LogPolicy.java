package io.jettymcp.app.log;

import java.util.List;
import org.slf4j.event.Level;

/** Whose loggers: this decides how much is heard of them. */
enum LogPolicy {
  /** Our own code, as fine-grained as was asked for. */
  OURS,
  /** One line for each request that is served over HTTP. Only {@code error} turns it off. */
  ACCESS,
  /** Never more than warnings: what libraries say at finer levels holds headers and bodies. */
  LIBRARY,
  /** Nothing at all. */
  SILENCED;

  private static final List<String> UNHEARD =
      List.of(
          // Its messages carry arguments of calls, which may be secrets that no redactor knows yet.
          "io.modelcontextprotocol",
          // Warns, with a stack trace, of each error that it reports to us too.
          "reactor.netty.http.client.HttpClientConnect",
          // Warns of every malformed request, so that anybody could fill the log.
          "reactor.netty.http.server");

  static LogPolicy of(String logger) {
    if (isWithin("io.jettymcp", logger)) {
      return OURS;
    }
    if (isWithin("access", logger)) {
      return ACCESS;
    }
    for (String unheard : UNHEARD) {
      if (isWithin(unheard, logger)) {
        return SILENCED;
      }
    }
    return LIBRARY;
  }

  boolean isHeard(Level level, Level asked) {
    return switch (this) {
      case OURS -> isWithin(level, asked);
      case ACCESS -> isWithin(level, asked == Level.ERROR ? Level.ERROR : Level.INFO);
      case LIBRARY -> isWithin(level, asked == Level.ERROR ? Level.ERROR : Level.WARN);
      case SILENCED -> false;
    };
  }

  /** Levels are declared from the gravest to the finest. */
  private static boolean isWithin(Level level, Level finest) {
    return level.compareTo(finest) <= 0;
  }

  /** A package holds its classes and packages, and a class those that are nested in it. */
  private static boolean isWithin(String parent, String logger) {
    if (!logger.startsWith(parent)) {
      return false;
    }
    if (logger.length() == parent.length()) {
      return true;
    }
    char next = logger.charAt(parent.length());
    return next == '.' || next == '$';
  }
}
