package io.jettymcp.config;

/** Selects whose token a call over HTTP uses. */
public enum Auth {
  /** The caller's, which is required. */
  PASSTHROUGH,
  /** The server's own, for every caller who sends the shared key. */
  KEY,
  /** The caller's if sent, else the server's own. */
  NONE
}
