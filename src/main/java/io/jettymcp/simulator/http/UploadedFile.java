package io.jettymcp.simulator.http;

import java.nio.ByteBuffer;

/**
 * A file in a form.
 *
 * @param field the field of the form that holds it
 * @param name the last segment of the name that it was sent under
 */
public record UploadedFile(String field, String name, String contentType, ByteBuffer bytes) {

  static UploadedFile of(String field, String fileName, String contentType, byte[] bytes) {
    int cut = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    String last = fileName.substring(cut + 1);
    return new UploadedFile(
        field, last.isBlank() ? "file" : last, contentType, ByteBuffer.wrap(bytes));
  }
}
