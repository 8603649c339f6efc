package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.UnknownCollection;

/** Kinds of errors that the protocol distinguishes. */
public enum ErrorKind {
  /** The arguments are wrong; nothing was sent. */
  ARGUMENTS,
  /** Jetty has no such thing. */
  NOT_FOUND,
  /** There is no token. */
  SIGNED_OUT,
  /** Jetty could not be reached, or not in time. */
  UNREACHABLE,
  /** The network keeps this machine from Jetty until a person changes something. */
  BLOCKED,
  /** Jetty is not ready; the same call can succeed later. */
  TEMPORARY,
  /** Anything else. */
  OTHER;

  static ErrorKind of(Failure failure) {
    if (failure instanceof BadArguments) {
      return ARGUMENTS;
    }
    if (failure instanceof NotSignedIn none && !none.tokenSent()) {
      return SIGNED_OUT;
    }
    if (failure instanceof Unavailable down) {
      return switch (down.reason()) {
        case NOT_CONNECTED, TIMED_OUT -> UNREACHABLE;
        case BLOCKED, INTERCEPTED -> ErrorKind.BLOCKED;
        case UNREADABLE -> OTHER;
        case BROKEN_OFF, SERVER_ERROR -> TEMPORARY;
      };
    }
    if (failure instanceof RateLimited) {
      return TEMPORARY;
    }
    return failure instanceof UnknownCollection
            || (failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND)
        ? NOT_FOUND
        : OTHER;
  }
}
