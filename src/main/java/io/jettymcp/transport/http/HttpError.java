package io.jettymcp.transport.http;

/** Rejects a request. The message is a full sentence for the caller. */
public final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the HTTP status of the response
   * @param message what is wrong and how to fix it; nothing of the server's internals
   */
  public HttpError(int status, String message) {
    // Without a stack trace: many rejections at once must be cheap.
    super(message, null, false, false);
    this.status = status;
  }

  public static HttpError shuttingDown() {
    return new HttpError(503, "The server is shutting down.");
  }

  public static HttpError methodNotAllowed() {
    return new HttpError(405, "Method not allowed.");
  }

  public int status() {
    return status;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
