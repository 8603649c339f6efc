package io.jettymcp.transport;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Holds the process's standard input and output, which only the transport may use. */
public record StandardStreams(InputStream in, OutputStream out) {
  /**
   * Claims both streams. Afterwards {@link System#out} is standard error and {@link System#in} is
   * empty, so that no library can print into the protocol or read from it. Standard error is UTF-8,
   * whatever the locale is. Must be called before anything else runs.
   */
  public static StandardStreams claim() {
    StandardStreams claimed =
        new StandardStreams(
            new Input(new FileInputStream(FileDescriptor.in)),
            new FileOutputStream(FileDescriptor.out));
    System.setIn(InputStream.nullInputStream());
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    System.setOut(System.err);
    return claimed;
  }

  /**
   * Restricts the stream to plain reads: {@link FileInputStream#readAllBytes} asks for a position,
   * which a pipe does not have, and a buffer would ask before each piece how much is available.
   */
  private static final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }
  }
}
