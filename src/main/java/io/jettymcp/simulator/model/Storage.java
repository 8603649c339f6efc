package io.jettymcp.simulator.model;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores the files of a collection by path: those sent with runs, uploads and the files of steps.
 * Drops the oldest ones when all of them take too much memory.
 */
public final class Storage {
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final String collection;
  private final Map<String, StoredFile> files = new LinkedHashMap<>();
  private long bytes;

  Storage(String collection) {
    this.collection = collection;
  }

  /** Stores a file, visible from now on, in place of any other one of its path. */
  public void put(StorageEntry entry) {
    put(new StoredFile(entry, null, Instant.MIN));
  }

  /** Stores a file of a run, visible once the run has got as far as that moment. */
  public void put(StorageEntry entry, SimulatedRun run, Instant visibleAt) {
    put(new StoredFile(entry, run, visibleAt));
  }

  /** Returns the path of an upload that callers know by an id. */
  public String pathOfUpload(String id, String name) {
    return folder(id) + name;
  }

  /** Finds an upload by its id. */
  public @Nullable StorageEntry findUpload(String id, Instant now) {
    return list(folder(id), now).stream().findFirst().orElse(null);
  }

  /** Finds a file that is visible at that moment. */
  public @Nullable StorageEntry find(String path, Instant now) {
    StoredFile file = files.get(path);
    return file != null && file.isVisible(now) ? file.entry() : null;
  }

  /** Lists the files whose paths start with a prefix, oldest first. */
  public List<StorageEntry> list(String prefix, Instant now) {
    return files.values().stream()
        .filter(file -> file.entry().path().startsWith(prefix) && file.isVisible(now))
        .map(StoredFile::entry)
        .toList();
  }

  private String folder(String id) {
    return collection + "/_files/" + id + "/";
  }

  private void put(StoredFile file) {
    StoredFile replaced = files.remove(file.entry().path());
    bytes -= replaced == null ? 0 : replaced.entry().size();
    files.put(file.entry().path(), file);
    bytes += file.entry().size();
    Iterator<StoredFile> oldest = files.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= oldest.next().entry().size();
      oldest.remove();
    }
  }

  /**
   * A file and when it becomes visible.
   *
   * @param run the run that makes it; null if it was uploaded
   */
  private record StoredFile(StorageEntry entry, @Nullable SimulatedRun run, Instant visibleAt) {
    boolean isVisible(Instant now) {
      return run == null || (run.exists(now) && !run.progress(now).isBefore(visibleAt));
    }
  }
}
