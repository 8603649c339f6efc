package io.jettymcp.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of a command, and keeps why a part of them could not be written: a {@link
 * java.io.PrintWriter} tells only that it failed.
 */
final class ResultStream extends FilterOutputStream {
  private volatile @Nullable IOException failure;

  ResultStream(OutputStream out) {
    super(out);
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
    return lost == null || isClosedPipe(reason) ? Optional.empty() : Optional.of(reason);
  }

  /** Returns whether it is how systems say that a program such as {@code head} has ended. */
  private static boolean isClosedPipe(String message) {
    return message.toLowerCase(Locale.ROOT).contains("pipe");
  }
}
