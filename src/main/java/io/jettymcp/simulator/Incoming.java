package io.jettymcp.simulator;

import org.jspecify.annotations.Nullable;

/** One HTTP request as it came off the wire, its body read to the end. */
final class Incoming {
  private final String method;
  private final Target target;
  private final String host;
  private final @Nullable String authorization;
  private final @Nullable String contentType;
  private final byte[] body;

  Incoming(
      String method,
      Target target,
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

  Target target() {
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
