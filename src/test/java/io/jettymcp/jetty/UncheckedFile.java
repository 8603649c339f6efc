package io.jettymcp.jetty;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is sent under any name, without a check. */
public record UncheckedFile(Path path, String name) implements LocalFile {
  public static UncheckedFile of(Path path) {
    return new UncheckedFile(path, String.valueOf(path.getFileName()));
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(path);
  }
}
