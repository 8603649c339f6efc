package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a test makes from the program, and compares with the one in the repository. */
public final class GeneratedFile {
  private GeneratedFile() {}

  /**
   * Compares the file, or writes it with {@code -Dregenerate=true}.
   *
   * @param command rewrites the file
   */
  public static void check(Path file, String wanted, String command) throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      assertThatNoException().isThrownBy(() -> Files.writeString(file, wanted));
      return;
    }
    String stale = file + " is stale; run: " + command;
    assertThat(file).as(stale).exists();
    assertThat(Files.readString(file)).as(stale).isEqualTo(wanted);
  }
}
