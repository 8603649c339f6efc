package io.jettymcp.simulator.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A file in the storage of a collection. Its path starts with the collection's name. */
public record StorageEntry(String path, String contentType, ByteBuffer bytes) {

  public static StorageEntry of(String path, String contentType, byte[] bytes) {
    return new StorageEntry(path, contentType, ByteBuffer.wrap(bytes));
  }

  /** The last segment of its path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public int size() {
    return bytes.remaining();
  }

  public String text() {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
