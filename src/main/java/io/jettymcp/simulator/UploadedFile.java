package io.jettymcp.simulator;

/** A file in a form. */
final class UploadedFile {
  private final String field;
  private final String name;
  private final String contentType;
  private final byte[] bytes;

  UploadedFile(String field, String fileName, String contentType, byte[] bytes) {
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

  StorageEntry storedAt(String path) {
    return new StorageEntry(path, contentType, bytes);
  }
}
