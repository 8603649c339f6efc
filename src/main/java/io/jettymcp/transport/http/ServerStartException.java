package io.jettymcp.transport.http;

/** The server could not be started. The message is a full sentence for whoever started it. */
public final class ServerStartException extends Exception {
  private static final long serialVersionUID = 1L;

  ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
