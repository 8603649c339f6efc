package io.jettymcp.simulator;

import org.jspecify.annotations.Nullable;

/** One HTTP request as it came off the wire, its body read to the end. */
final class ApiRequest {
  private final String method;
  private final RequestTarget target;
  private final String host;
  private final @Nullable String authorization;
  private final @Nullable String contentType;
  private final byte[] body;

  ApiRequest(
      String method,
      RequestTarget target,
      String host,
      @Nullable String authorization,
      @Nullable String contentType,
      byte[] body) {
    this.method = method;
    this.target = target;
    this.host = host;
    this.authorization = authorization;
    this.contentType = contentType;
    this.body = body;
  }

  String method() {
    return method;
  }

  RequestTarget target() {
    return target;
  }

  String host() {
    return host;
  }

  @Nullable String authorization() {
    return authorization;
  }

  @Nullable String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }
}
