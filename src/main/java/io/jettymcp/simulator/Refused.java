package io.jettymcp.simulator;

import tools.jackson.databind.node.ArrayNode;

/** A call ends here, with an error answer. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  private Refused(Answer answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  static Refused with(int status, String detail) {
    return new Refused(Answer.detail(status, detail));
  }

  /** In the form of OpenAI's errors. */
  static Refused error(int status, String message) {
    return new Refused(Answer.error(status, message));
  }

  static Refused notFound(String detail) {
    return with(404, detail);
  }

  /** The caller has to sign in, or to sign in differently. */
  static Refused unauthorized(String detail) {
    return new Refused(Answer.detail(401, detail).with("WWW-Authenticate", "Bearer"));
  }

  static Refused invalid(ArrayNode findings) {
    return new Refused(Answer.of(422, Json.object().set("detail", findings)));
  }

  Answer answer() {
    return answer;
  }
}
