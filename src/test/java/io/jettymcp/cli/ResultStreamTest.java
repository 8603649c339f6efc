package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultStreamTest {
  @TempDir Path place;
  private Path device = Path.of("no-such-file");

  @Test
  void resultsArePassedOn() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    ResultStream results = printTo(out);

    assertThat(out).hasToString("caf\u00e9");
    assertThat(results.loss()).isEmpty();
  }

  @Test
  void reasonForALossIsKept() {
    assertThat(printTo(failing("No space left on device")).loss())
        .contains("No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "The pipe is being closed", "The pipe has been ended"})
  void readerThatWantsNoMoreLosesNothing(String message) {
    assertThat(printTo(failing(message)).loss()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anyFailureToWriteToAProgramIsAReaderThatWantsNoMore() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      device = place.resolve("socket");
      socket.bind(UnixDomainSocketAddress.of(device));

      assertThat(printTo(failing("Tuber\u00eda rota")).loss()).isEmpty();
    }
  }

  private ResultStream printTo(OutputStream out) {
    ResultStream results = new ResultStream(out, device);
    PrintWriter writer = new PrintWriter(new OutputStreamWriter(results, UTF_8));
    writer.print("caf\u00e9");
    writer.flush();
    return results;
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
