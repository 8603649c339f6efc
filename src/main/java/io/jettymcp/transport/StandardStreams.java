package io.jettymcp.transport;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** The process's standard input and output, taken away from everything but the transport. */
public record StandardStreams(InputStream in, OutputStream out) {
  /**
   * Takes both streams. From here on {@link System#out} is standard error and {@link System#in} is
   * empty, so that no library can print into the conversation or read from it. To be called before
   * anything else runs.
   */
  public static StandardStreams claim() {
    StandardStreams claimed =
        new StandardStreams(
            new Input(new FileInputStream(FileDescriptor.in)),
            new FileOutputStream(FileDescriptor.out));
    System.setIn(InputStream.nullInputStream());
    System.setOut(System.err);
    return claimed;
  }

  /**
   * Only read from: {@link FileInputStream#readAllBytes} asks for a position, which a pipe has not,
   * and a buffer would ask before each piece how much there is.
   */
  private static final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }
  }
}
