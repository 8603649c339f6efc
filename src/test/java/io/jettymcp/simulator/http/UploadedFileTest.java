package io.jettymcp.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadedFileTest {
  @ParameterizedTest
  @CsvSource({"folder/notes.txt,notes.txt", "C:\\docs\\notes.txt,notes.txt", "folder/,file"})
  void nameIsTheLastSegment(String sent, String name) {
    assertThat(UploadedFile.of("file", sent, "text/plain", new byte[0]).name()).isEqualTo(name);
  }
}
