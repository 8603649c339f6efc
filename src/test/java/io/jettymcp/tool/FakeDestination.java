package io.jettymcp.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

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
  public Optional<String> replaced() {
    return overwrite && Files.exists(place) ? Optional.of(place.toString()) : Optional.empty();
  }

  @Override
  public String keep() {
    kept = true;
    try {
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
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
