package io.jettymcp.simulator.api;

import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StorageEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the files that a run has made so far and its trajectory into one archive. */
record RunArchive(SimulatedRun run, Instant now) {

  byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      String trajectory = new TrajectoryJson(run, now).json().toString();
      add(zip, "trajectory.json", trajectory.getBytes(StandardCharsets.UTF_8));
      String prefix = run.storagePath() + "/" + run.id() + ".";
      for (StorageEntry file : run.collection().storage().list(prefix, now)) {
        add(zip, file.name(), file.bytes().array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(run.created().toEpochMilli());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
