package io.jettymcp.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves into a folder of the test and records the outcome. */
public final class FakeDestination implements Destination {
  private final Path place;
  private final Path part;
  private final boolean overwrite;
  private boolean kept;
  private boolean discarded;

  FakeDestination(Path place, boolean overwrite) {
    this.place = place;
    this.part = place.resolveSibling(place.getFileName() + ".part");
    this.overwrite = overwrite;
    try {
      Files.createFile(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean overwrites() {
    return overwrite;
  }

  public boolean isKept() {
    return kept;
  }

  public boolean isDiscarded() {
    return discarded;
  }

  @Override
  public Path part() {
    return part;
  }

  @Override
  public String keep() {
    kept = true;
    try {
      Files.move(part, place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.valueOf(place.getFileName());
  }

  @Override
  public void discard() {
    discarded = true;
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
