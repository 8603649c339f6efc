package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileProblemTest {
  @Test
  void reasonOfTheSystemIsQuotedWithoutTheName() {
    assertThat(FileProblem.of(new FileSystemException("/x", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
    assertThat(FileProblem.of(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }

  @Test
  void exceptionsWithoutAReasonAreWorded() {
    assertThat(FileProblem.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(FileProblem.of(new NotDirectoryException("/x")))
        .isEqualTo("the file system refused it");
    assertThat(FileProblem.of(new IOException())).isEqualTo("the file system refused it");
  }
}
