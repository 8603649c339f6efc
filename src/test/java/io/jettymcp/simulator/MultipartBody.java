package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;

/** A multipart form as a client would send it. */
final class MultipartBody {
  private static final String BOUNDARY = "----simulator-test-boundary";

  private final StringBuilder text = new StringBuilder();

  MultipartBody field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
  }

  MultipartBody file(String name, String fileName, String contentType, String content) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(name, fileName, contentType),
        content);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  byte[] bytes() {
    return (text + "--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private MultipartBody part(String head, String content) {
    text.append("--").append(BOUNDARY).append("\r\n").append(head).append("\r\n\r\n");
    text.append(content).append("\r\n");
    return this;
  }
}
