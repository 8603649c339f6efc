package io.jettymcp.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** A file of this machine that may be sent. */
public interface LocalFile {
  /** Returns its name without directories. */
  String name();

  /** Opens it at its beginning, after a check that it is still the file that may be sent. */
  SeekableByteChannel open() throws IOException;

  /** Reads its content; empty if that is longer than a number of bytes. */
  default Optional<byte[]> read(int max) throws IOException {
    try (InputStream in = Channels.newInputStream(open())) {
      byte[] bytes = in.readNBytes(max + 1);
      return bytes.length > max ? Optional.empty() : Optional.of(bytes);
    }
  }
}
