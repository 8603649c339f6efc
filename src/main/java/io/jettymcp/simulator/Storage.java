package io.jettymcp.simulator;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a collection by their path: what came with runs, what was uploaded and what steps
 * made. The oldest go when all of them take too much memory.
 */
final class Storage {
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final String collection;
  private final Map<String, Kept> files = new LinkedHashMap<>();
  private long bytes;

  Storage(String collection) {
    this.collection = collection;
  }

  /** Keeps a file that is there from now on, in place of another one of its path. */
  void put(StorageEntry file) {
    keep(new Kept(file, null, Instant.MIN));
  }

  /** Keeps a file that a run makes, if it gets as far as that moment. */
  void put(StorageEntry file, SimulatedRun maker, Instant made) {
    keep(new Kept(file, maker, made));
  }

  /** Keeps an upload that callers know by an id and not by a path. */
  StorageEntry put(UploadedFile upload, String id) {
    StorageEntry file = upload.storedAt(folder(id) + upload.name());
    put(file);
    return file;
  }

  /** The file of this id, if there is one at that moment. */
  @Nullable StorageEntry withId(String id, Instant now) {
    return under(folder(id), now).stream().findFirst().orElse(null);
  }

  /** The file of this path, if there is one at that moment. */
  @Nullable StorageEntry at(String path, Instant now) {
    Kept kept = files.get(path);
    return kept != null && kept.isThere(now) ? kept.file() : null;
  }

  /** The files whose paths begin with this text, the oldest first. */
  List<StorageEntry> under(String prefix, Instant now) {
    return files.values().stream()
        .filter(kept -> kept.file().path().startsWith(prefix) && kept.isThere(now))
        .map(Kept::file)
        .toList();
  }

  private String folder(String id) {
    return collection + "/_files/" + id + "/";
  }

  private void keep(Kept kept) {
    Kept old = files.remove(kept.file().path());
    bytes -= old == null ? 0 : old.size();
    files.put(kept.file().path(), kept);
    bytes += kept.size();
    Iterator<Kept> oldest = files.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  /**
   * A file and since when it is there.
   *
   * @param maker the run that makes it; null if it came from outside
   */
  private record Kept(StorageEntry file, @Nullable SimulatedRun maker, Instant made) {
    boolean isThere(Instant now) {
      return maker == null || (maker.exists(now) && !maker.progress(now).isBefore(made));
    }

    int size() {
      return file.bytes().length;
    }
  }
}
