package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Rejection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rejects a request. The message is a full sentence for the caller. */
public final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Rejection reason;

  /**
   * Rejects for a reason that follows from the status, or is not counted.
   *
   * @param status the HTTP status of the response
   * @param message what is wrong and how to fix it; nothing of the server's internals
   */
  public HttpError(int status, String message) {
    this(status, null, message);
  }

  /**
   * Rejects for a reason that does not follow from the status.
   *
   * @param reason as which the rejection is counted
   */
  public HttpError(int status, @Nullable Rejection reason, String message) {
    // Without a stack trace: many rejections at once must be cheap.
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  public static HttpError shuttingDown() {
    return new HttpError(503, Rejection.DRAINING, "The server is shutting down.");
  }

  public static HttpError methodNotAllowed() {
    return new HttpError(405, "Method not allowed.");
  }

  public int status() {
    return status;
  }

  /** Returns as which reason the rejection is counted, if it is. */
  public Optional<Rejection> reason() {
    return Optional.ofNullable(reason).or(() -> Optional.ofNullable(ofStatus(status)));
  }

  private static @Nullable Rejection ofStatus(int status) {
    return switch (status) {
      case 400 -> Rejection.BAD_REQUEST;
      case 401 -> Rejection.TOKEN;
      case 413 -> Rejection.BODY_TOO_LARGE;
      default -> null;
    };
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
