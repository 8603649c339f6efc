package io.jettymcp.simulator;

/** A file that came with a run. */
final class Upload {
  private final String name;
  private final String contentType;
  private final byte[] bytes;

  Upload(String fileName, String contentType, byte[] bytes) {
    int cut = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
    String last = fileName.substring(cut + 1);
    this.name = last.isBlank() ? "file" : last;
    this.contentType = contentType;
    this.bytes = bytes;
  }

  /** The last part of the name that it was sent under. */
  String name() {
    return name;
  }

  String contentType() {
    return contentType;
  }

  byte[] bytes() {
    return bytes;
  }
}
