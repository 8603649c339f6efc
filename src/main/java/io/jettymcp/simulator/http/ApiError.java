package io.jettymcp.simulator.http;

import io.jettymcp.json.Json;
import tools.jackson.databind.node.ArrayNode;

/** Ends a call with an error response. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiResponse response;

  private ApiError(ApiResponse response) {
    super(null, null, false, false);
    this.response = response;
  }

  public static ApiError of(int status, String detail) {
    return new ApiError(ApiResponse.detail(status, detail));
  }

  /** An error in OpenAI's form. */
  public static ApiError openAi(int status, String message) {
    return new ApiError(ApiResponse.json(status, ApiResponse.openAiError(message)));
  }

  public static ApiError notFound(String detail) {
    return of(404, detail);
  }

  /** The caller has to sign in, or to sign in differently. */
  static ApiError unauthorized(String detail) {
    return new ApiError(ApiResponse.detail(401, detail).with("WWW-Authenticate", "Bearer"));
  }

  static ApiError invalid(ArrayNode errors) {
    return new ApiError(ApiResponse.json(422, Json.object().set("detail", errors)));
  }

  ApiResponse response() {
    return response;
  }
}
