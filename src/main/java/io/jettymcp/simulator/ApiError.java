package io.jettymcp.simulator;

import tools.jackson.databind.node.ArrayNode;

/** A call ends here, with an error answer. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiResponse answer;

  private ApiError(ApiResponse answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  static ApiError with(int status, String detail) {
    return new ApiError(ApiResponse.detail(status, detail));
  }

  /** In the form of OpenAI's errors. */
  static ApiError error(int status, String message) {
    return new ApiError(ApiResponse.error(status, message));
  }

  static ApiError notFound(String detail) {
    return with(404, detail);
  }

  /** The caller has to sign in, or to sign in differently. */
  static ApiError unauthorized(String detail) {
    return new ApiError(ApiResponse.detail(401, detail).with("WWW-Authenticate", "Bearer"));
  }

  static ApiError invalid(ArrayNode findings) {
    return new ApiError(ApiResponse.of(422, SimulatorJson.object().set("detail", findings)));
  }

  ApiResponse answer() {
    return answer;
  }
}
