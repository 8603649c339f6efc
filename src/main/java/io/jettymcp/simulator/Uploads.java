package io.jettymcp.simulator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The uploaded files of a collection; the oldest go when all of them take too much memory. */
final class Uploads {
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private final Map<String, Upload> files = new LinkedHashMap<>();
  private long bytes;

  void put(String path, Upload upload) {
    files.put(path, upload);
    bytes += upload.bytes().length;
    Iterator<Upload> oldest = files.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= oldest.next().bytes().length;
      oldest.remove();
    }
  }

  @Nullable Upload at(String path) {
    return files.get(path);
  }
}
