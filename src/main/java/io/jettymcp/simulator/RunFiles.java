package io.jettymcp.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the steps of one run make while it is worked out, and those that they find. */
final class RunFiles {
  private final Storage storage;
  private final List<StorageEntry> ofThisStep = new ArrayList<>();
  private final Map<StorageEntry, Instant> finished = new LinkedHashMap<>();

  RunFiles(Storage storage) {
    this.storage = storage;
  }

  /** Adds a file of the step that is being carried out. */
  void add(StorageEntry file) {
    ofThisStep.add(file);
  }

  /** The files of the step are there from its end on. */
  void finishStep(Instant end) {
    ofThisStep.forEach(file -> finished.put(file, end));
    ofThisStep.clear();
  }

  /** A file of an earlier step, or one that is stored at that moment. */
  @Nullable StorageEntry at(String path, Instant moment) {
    return finished.keySet().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseGet(() -> storage.at(path, moment));
  }

  /** Stores them all in the name of the run, now that it is known. */
  void store(SimulatedRun run) {
    finished.forEach((file, made) -> storage.put(file, run, made));
  }
}
