package io.jettymcp.simulator.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/**
 * Recognises requests of the simulator's own pages. They carry no token, so a page of another site
 * must not be able to make them: neither directly, nor under a name that resolves to this machine.
 */
final class LocalBrowser {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private LocalBrowser() {}

  /**
   * Returns whether a request can come from our own page, or from the address bar.
   *
   * @param scheme that the simulator is served with
   * @param port that it listens on
   */
  static boolean sent(String method, HttpHeaders headers, String scheme, int port) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
    boolean own = host.equals("127.0.0.1:" + port) || host.equals("localhost:" + port);
    boolean sameOrigin =
        headers.getAll(HttpHeaderNames.ORIGIN).stream().allMatch((scheme + "://" + host)::equals);
    // A link of another site may open the page, but nothing of another site may call a tool.
    boolean sameSite =
        method.equals("GET")
            || List.of("same-origin", "none").contains(headers.get(FETCH_SITE, "none"));
    return own && sameOrigin && sameSite;
  }
}
