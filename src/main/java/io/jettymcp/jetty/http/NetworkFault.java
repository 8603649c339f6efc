package io.jettymcp.jetty.http;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.http.proxy.ProxyFault;
import io.jettymcp.jetty.http.tls.TlsFault;
import io.jettymcp.json.UnreadableJsonException;
import io.jettymcp.text.Origin;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import reactor.netty.channel.AbortedException;

/** Maps errors of the network to failures. Drops their messages, which may quote the response. */
final class NetworkFault {
  private NetworkFault() {}

  /** Returns the {@link Failure} of a network error; any other error unchanged. */
  static Throwable of(Throwable error, Attempt attempt, ApiSettings settings) {
    if (error instanceof Failure || error instanceof Redirect) {
      return error;
    }
    if (error instanceof UnreadableJsonException unreadable) {
      return new Failure.Unavailable(
          unreadable.isTruncated() ? Reason.BROKEN_OFF : Reason.UNREADABLE,
          String.valueOf(unreadable.getMessage()));
    }
    if (error instanceof ProxyFault fault) {
      return new Failure.Unavailable(
          fault.isPermanent() ? Reason.BLOCKED : Reason.NOT_CONNECTED,
          String.valueOf(fault.getMessage()));
    }
    if (attempt.neverSent() && TlsFault.isIn(error)) {
      return tls(error, settings.origin());
    }
    if (error instanceof DecoderException || error instanceof IllegalArgumentException) {
      return new Failure.Unavailable(Reason.UNREADABLE, "the reply is no HTTP");
    }
    if (!(error instanceof IOException || error instanceof AbortedException)) {
      return error;
    }
    return attempt.neverSent()
        ? new Failure.Unavailable(Reason.NOT_CONNECTED, notConnected(error, settings))
        : new Failure.Unavailable(Reason.BROKEN_OFF, "");
  }

  private static Failure tls(Throwable error, Origin origin) {
    TlsFault fault = TlsFault.of(error);
    return new Failure.Unavailable(
        fault == TlsFault.BROKEN ? Reason.NOT_CONNECTED : Reason.BLOCKED,
        fault.words(origin.authority()));
  }

  private static String notConnected(Throwable error, ApiSettings settings) {
    String where =
        settings
            .proxy()
            .map(proxy -> "the proxy " + proxy + " (see --proxy and HTTPS_PROXY)")
            .orElseGet(() -> settings.origin().authority());
    if (error instanceof UnknownHostException) {
      return "host of " + where + " not found";
    }
    if (error instanceof ConnectTimeoutException) {
      return "no connection to " + where + " in time";
    }
    if (error instanceof ConnectException) {
      return "connection to " + where + " refused";
    }
    // Connected, and broken off before a request was sent.
    return settings.origin().isSecure()
        ? TlsFault.BROKEN.words(settings.origin().authority())
        : "no connection to " + where;
  }
}
