package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import java.util.Locale;

/** Words the refusal of a login, which HTTP and SOCKS proxies have in common. */
final class Logins {
  private Logins() {}

  /**
   * @param status as it ends the first sentence, or empty
   */
  static ProxyFault refused(Proxy proxy, String status) {
    String scheme = proxy.kind().name().toLowerCase(Locale.ROOT);
    return ProxyFault.permanent(
        "the proxy "
            + proxy
            + (proxy.login().isPresent()
                ? " rejected the user name and password"
                : " requires a user name and password")
            + status
            + "; set the proxy as "
            + scheme
            + "://USER:PASSWORD@HOST:PORT, percent-encoded");
  }
}
