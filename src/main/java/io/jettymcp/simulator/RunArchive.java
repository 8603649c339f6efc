package io.jettymcp.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files that a run has made so far and its trajectory, as one archive. */
final class RunArchive {
  private final SimulatedRun run;
  private final Instant now;

  RunArchive(SimulatedRun run, Instant now) {
    this.run = run;
    this.now = now;
  }

  byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      String trajectory = SimulatorJson.write(new TrajectoryJson(run, now).json());
      add(zip, "trajectory.json", trajectory.getBytes(StandardCharsets.UTF_8));
      String prefix = run.storagePath() + "/" + run.id() + ".";
      for (StorageEntry file : run.collection().storage().under(prefix, now)) {
        add(zip, file.name(), file.bytes());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
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
