package io.jettymcp.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form as a client would send it. */
public final class MultipartBody {
  private static final String BOUNDARY = "----simulator-test-boundary";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** A form with one file. */
  public static MultipartBody ofFile(String field, String name, String contentType, String text) {
    return new MultipartBody().file(field, name, contentType, text);
  }

  public MultipartBody field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", utf8(value));
  }

  public MultipartBody file(String field, String name, String contentType, String text) {
    return file(field, name, contentType, utf8(text));
  }

  public MultipartBody file(String field, String name, String contentType, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s"
            .formatted(field, name, contentType),
        content);
  }

  public String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  public byte[] bytes() {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(body.toByteArray());
    form.writeBytes(utf8("--" + BOUNDARY + "--\r\n"));
    return form.toByteArray();
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
