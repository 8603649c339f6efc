package io.jettymcp.config;

/** Whose token a call over HTTP uses. */
public enum Auth {
  /** That of the request, and there must be one. */
  PASSTHROUGH,
  /** The server's own, for everybody who sends the shared key. */
  KEY,
  /** That of the request if it has one, else the server's own. */
  NONE
}
