package io.jettymcp.simulator;

/** A file in a form. */
final class Upload {
  private final String field;
  private final String name;
  private final String contentType;
  private final byte[] bytes;

  Upload(String field, String fileName, String contentType, byte[] bytes) {
    this.field = field;
    int cut = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    String last = fileName.substring(cut + 1);
    this.name = last.isBlank() ? "file" : last;
    this.contentType = contentType;
    this.bytes = bytes;
  }

  /** The field of the form that holds it. */
  String field() {
    return field;
  }

  /** The last part of the name that it was sent under. */
  String name() {
    return name;
  }

  StoredFile storedAt(String path) {
    return new StoredFile(path, contentType, bytes);
  }
}
