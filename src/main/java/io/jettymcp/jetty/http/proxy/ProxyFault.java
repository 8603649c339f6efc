package io.jettymcp.jetty.http.proxy;

import java.io.IOException;

/** Reports that a proxy opened no connection. The message is ours and holds no password. */
public final class ProxyFault extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean permanent;

  private ProxyFault(boolean permanent, String message) {
    super(message);
    this.permanent = permanent;
  }

  /** The settings or the proxy's rules have to change. */
  static ProxyFault permanent(String message) {
    return new ProxyFault(true, message);
  }

  /** Another try may work. */
  static ProxyFault transitory(String message) {
    return new ProxyFault(false, message);
  }

  /** Returns whether trying again does not help. */
  public boolean isPermanent() {
    return permanent;
  }
}
