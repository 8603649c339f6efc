package io.jettymcp.jetty.http.proxy;

import io.netty.buffer.ByteBuf;

/** Asks one proxy for one connection to Jetty. */
interface ProxyDialogue {
  byte[] NOTHING = {};

  /** Returns the first message. */
  byte[] first();

  /**
   * Reads what the proxy has sent so far, consumes complete messages, and returns what to send
   * next.
   *
   * @throws ProxyFault if the proxy opens no connection
   */
  byte[] next(ByteBuf in) throws ProxyFault;

  /** Returns whether the connection to Jetty is open. */
  boolean isOpen();
}
