package io.jettymcp.transport.http.server;

/** Reports why the server could not start. The message is a full sentence for the user. */
public final class ServerStartException extends Exception {
  private static final long serialVersionUID = 1L;

  ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
