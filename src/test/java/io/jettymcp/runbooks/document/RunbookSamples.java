package io.jettymcp.runbooks.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the runbooks under {@code src/test/resources/runbooks}. */
final class RunbookSamples {
  private RunbookSamples() {}

  static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(
            RunbookSamples.class.getResourceAsStream("/runbooks/" + name + ".md"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Runbook read(String name) {
    return Runbook.read(text(name));
  }

  /** Formats findings as {@code error|warning LINE WHERE: WHAT FIX}. */
  static List<String> findings(Runbook runbook) {
    return runbook.findings().stream()
        .map(
            f ->
                (f.error() ? "error " : "warning ")
                    + (f.line() + " " + f.where() + ": " + f.what() + " " + f.fix()))
        .toList();
  }
}
