package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.json.UnreadableJsonException;
import io.jettymcp.text.Origin;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import reactor.netty.channel.AbortedException;

/** Maps errors of the network to failures. Drops their messages, which may quote the response. */
final class NetworkFault {
  private NetworkFault() {}

  /** Returns the {@link Failure} of a network error; any other error unchanged. */
  static Throwable of(Throwable error, Attempt attempt, Origin origin) {
    if (error instanceof Failure || error instanceof Redirect) {
      return error;
    }
    if (error instanceof UnreadableJsonException unreadable) {
      return new Failure.Unavailable(
          unreadable.isTruncated() ? Reason.BROKEN_OFF : Reason.UNREADABLE,
          String.valueOf(unreadable.getMessage()));
    }
    if (error instanceof DecoderException || error instanceof IllegalArgumentException) {
      return new Failure.Unavailable(Reason.UNREADABLE, "the reply is no HTTP");
    }
    if (!(error instanceof IOException || error instanceof AbortedException)) {
      return error;
    }
    return attempt.neverSent()
        ? new Failure.Unavailable(Reason.NOT_CONNECTED, notConnected(error, origin))
        : new Failure.Unavailable(
            Reason.BROKEN_OFF, "the connection ended before the reply was whole");
  }

  private static String notConnected(Throwable error, Origin origin) {
    String where = origin.authority();
    if (error instanceof UnknownHostException) {
      return "host of " + where + " not found";
    }
    if (error instanceof ConnectTimeoutException) {
      return "no connection to " + where + " in time";
    }
    if (error instanceof SSLException) {
      return "no trusted TLS connection to " + where;
    }
    return error instanceof ConnectException
        ? "connection to " + where + " refused"
        : "no connection to " + where;
  }
}
