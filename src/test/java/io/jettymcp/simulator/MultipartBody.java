package io.jettymcp.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form as a client would send it. */
final class MultipartBody {
  private static final String BOUNDARY = "----simulator-test-boundary";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  MultipartBody field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", utf8(value));
  }

  MultipartBody file(String name, String fileName, String contentType, String content) {
    return file(name, fileName, contentType, utf8(content));
  }

  MultipartBody file(String name, String fileName, String contentType, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(name, fileName, contentType),
        content);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(utf8("--" + BOUNDARY + "--\r\n"));
    return whole.toByteArray();
  }

  private MultipartBody part(String head, byte[] content) {
    body.writeBytes(utf8("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n"));
    body.writeBytes(content);
    body.writeBytes(utf8("\r\n"));
    return this;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
