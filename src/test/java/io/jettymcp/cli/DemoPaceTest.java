package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoPaceTest {
  @Test
  void enterEndsThePauses() {
    InputStream keys = new ByteArrayInputStream(new byte[] {'\n'});
    DemoPace pace = DemoPace.of(keys);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> pace.read(1_000_000));
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> pace.read(1_000_000));
    assertThat(keys).as("what the shell would run").isEmpty();
  }

  @Test
  void closedTerminalEndsThePauses() {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int available() throws IOException {
            throw new IOException("gone");
          }
        };
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> DemoPace.of(gone).read(1_000_000));
  }
}
