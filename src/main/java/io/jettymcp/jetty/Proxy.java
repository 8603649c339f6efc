package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.Optional;

/**
 * Names a proxy that connections to Jetty go through.
 *
 * @param host a name or an address, an IPv6 one without brackets
 */
public record Proxy(Kind kind, String host, int port, Optional<Login> login) {
  public enum Kind {
    /** An HTTP proxy that opens tunnels (CONNECT). */
    HTTP,
    /** The same, reached over TLS. */
    HTTPS,
    /** A SOCKS proxy of version 5, which resolves the name of Jetty. */
    SOCKS5
  }

  public record Login(String user, Secret password) {}

  /** Returns host and port. */
  public String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Leaves out user and password. */
  @Override
  public String toString() {
    return authority();
  }
}
