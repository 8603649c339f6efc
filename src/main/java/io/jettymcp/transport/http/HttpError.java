package io.jettymcp.transport.http;

/** A request that is turned away. The message is a full sentence for whoever sent it. */
public final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the HTTP status of the answer
   * @param message what is wrong and what to do; nothing of the server's inside
   */
  public HttpError(int status, String message) {
    // Without a stack trace: it is an answer, and storms of them must be cheap.
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
