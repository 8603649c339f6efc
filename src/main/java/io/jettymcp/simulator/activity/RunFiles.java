package io.jettymcp.simulator.activity;

import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Storage;
import io.jettymcp.simulator.model.StorageEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the steps of one run make while it is planned, and those that they read. */
public final class RunFiles {
  private final Storage storage;
  private final List<StorageEntry> ofCurrentStep = new ArrayList<>();
  private final Map<StorageEntry, Instant> finished = new LinkedHashMap<>();

  public RunFiles(Storage storage) {
    this.storage = storage;
  }

  /** Adds a file of the current step. */
  void add(StorageEntry file) {
    ofCurrentStep.add(file);
  }

  /** Makes the files of the current step visible from its end on. */
  public void finishStep(Instant end) {
    ofCurrentStep.forEach(file -> finished.put(file, end));
    ofCurrentStep.clear();
  }

  /** Finds a file of an earlier step, or one that is stored at that moment. */
  @Nullable StorageEntry find(String path, Instant moment) {
    return finished.keySet().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseGet(() -> storage.find(path, moment));
  }

  /** Stores all files in the name of the run, which exists only now. */
  public void store(SimulatedRun run) {
    finished.forEach((file, visibleAt) -> storage.put(file, run, visibleAt));
  }
}
