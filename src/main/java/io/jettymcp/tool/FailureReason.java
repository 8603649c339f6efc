package io.jettymcp.tool;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;

/**
 * Says in one sentence why a request of a call failed whose result reports it as a note. Quotes
 * nothing from Jetty; {@code mcp} words the failure of a whole call.
 */
public final class FailureReason {
  private FailureReason() {}

  public static String of(Failure failure) {
    if (failure instanceof Unavailable down) {
      return unavailable(down);
    }
    if (failure instanceof RateLimited) {
      return "Jetty is rate-limiting this token (429).";
    }
    if (failure instanceof Refused refused) {
      return "Jetty refused it (" + refused.status() + ").";
    }
    if (failure instanceof NotSignedIn) {
      return "Jetty refused it (401).";
    }
    if (failure instanceof StillRunning) {
      return "Jetty accepted it, but did not reply in time.";
    }
    if (failure instanceof StartUnknown unknown) {
      return of(unknown.why());
    }
    if (failure instanceof Declined declined) {
      return declined.what();
    }
    return failure instanceof TooLarge large
        ? "The reply exceeds " + large.bound() + " bytes."
        : "Internal error in jetty-mcp.";
  }

  private static String unavailable(Unavailable down) {
    return switch (down.reason()) {
      case NOT_CONNECTED -> "Jetty could not be reached.";
      case BROKEN_OFF -> "The connection closed before the reply was complete.";
      case TIMED_OUT -> "No reply came in time.";
      case SERVER_ERROR -> "Jetty returned a server error (" + down.status() + ").";
      case UNREADABLE -> "The reply could not be read.";
      case BLOCKED -> "The network blocks the way to Jetty.";
      case INTERCEPTED -> "The network answered in Jetty's place.";
    };
  }
}
