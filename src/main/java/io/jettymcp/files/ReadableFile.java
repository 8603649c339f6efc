package io.jettymcp.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file below {@code --files-root}. Each opening leads to a regular file at the path that was
 * checked, or fails: a link that has been put in its way is not followed.
 *
 * @param top the directory that it is in, at any depth
 * @param path with all links resolved
 */
public record ReadableFile(Path top, Path path) {
  public SeekableByteChannel open() throws IOException {
    Path folder = Objects.requireNonNull(path.getParent(), "a file is in a directory");
    try (HeldFolder held = HeldFolder.open(top, folder)) {
      return held.read(path.getFileName());
    }
  }
}
