package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;

/** A file in the storage of a collection. Its path begins with the collection's name. */
final class StorageEntry {
  private final String path;
  private final String contentType;
  private final byte[] bytes;

  StorageEntry(String path, String contentType, byte[] bytes) {
    this.path = path;
    this.contentType = contentType;
    this.bytes = bytes;
  }

  String path() {
    return path;
  }

  /** The last part of its path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String contentType() {
    return contentType;
  }

  byte[] bytes() {
    return bytes;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
