package io.jettymcp.transport.http;

/** The result of a token's verification with Jetty. */
public enum TokenStatus {
  /** Jetty has accepted the token. */
  ACCEPTED,
  /** Jetty rejects the token. */
  REJECTED,
  /** Jetty cannot be asked now, and has not accepted the token before. */
  UNKNOWN
}
