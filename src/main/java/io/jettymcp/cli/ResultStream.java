package io.jettymcp.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of a command, and keeps why a part of them could not be written: a {@link
 * java.io.PrintWriter} tells only that it failed.
 */
final class ResultStream extends FilterOutputStream {
  /** The bits of a mode that hold the type of a file, and two types (POSIX, sys/stat.h). */
  private static final int FILE_TYPE = 0170000;

  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final Path device;
  private volatile @Nullable IOException failure;

  /**
   * @param device where the stream leads, as a file
   */
  ResultStream(OutputStream out, Path device) {
    super(out);
    this.device = device;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Returns why results are lost; empty if none are, or if the reader wanted no more of them. */
  Optional<String> loss() {
    // Without a lambda, whose first one costs every server some milliseconds at its end.
    IOException lost = failure;
    String reason = lost == null ? "" : String.valueOf(lost.getMessage());
    return lost == null || isClosedPipe(reason) || leadsToProgram()
        ? Optional.empty()
        : Optional.of(reason);
  }

  /** Returns whether it is how systems say in English that a program such as head has ended. */
  private static boolean isClosedPipe(String message) {
    return message.toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** Returns whether it leads to a pipe or a socket, whatever the language of the system. */
  private boolean leadsToProgram() {
    try {
      int type = (int) Files.getAttribute(device, "unix:mode") & FILE_TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // Windows
    }
  }
}
