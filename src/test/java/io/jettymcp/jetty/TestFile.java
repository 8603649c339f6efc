package io.jettymcp.jetty;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is sent under any name, without a check. */
public record TestFile(Path path, String name) implements LocalFile {
  public static TestFile of(Path path) {
    return new TestFile(path, String.valueOf(path.getFileName()));
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(path);
  }
}
