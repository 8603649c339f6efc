package io.jettymcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The transport on the streams of a real process. */
@Timeout(120)
class StdioProcessTest {
  private static final String HANGING =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\",\"params\":{\"name\":\"for ever\"}}";
  private static final String BLOCKING = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"block\"}";
  private static final String LATE = "{\"jsonrpc\":\"2.0\",\"id\":\"late\",\"method\":\"delay\"}";

  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;

  StdioProcessTest() throws IOException {
    process = StdioProgram.start(List.of("-Xmx64m"));
    in = process.getOutputStream();
    out = process.inputReader(UTF_8);
    send(Host.INITIALIZE);
    assertThat(next().path("id").asString()).isEqualTo("init");
  }

  @AfterEach
  void leaveNothingBehind() {
    process.destroyForcibly();
  }

  private void send(String line) throws IOException {
    in.write((line + "\n").getBytes(UTF_8));
    in.flush();
  }

  private JsonNode next() throws IOException {
    return Host.JSON.readTree(out.readLine());
  }

  @Test
  void refusesALineOf64MegabytesInAHeapOfThatSizeAndGoesOn() throws Exception {
    byte[] megabyte = "x".repeat(1024 * 1024).getBytes(UTF_8);
    for (int i = 0; i < 64; i++) {
      in.write(megabyte);
    }
    send("");
    assertThat(next().path("error").path("code").asInt()).isEqualTo(-32600);
    send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}");
    assertThat(next().path("id").asInt()).isEqualTo(1);
  }

  @Test
  void survivesAMessageThatItsHeapIsTooSmallFor() throws Exception {
    send("{\"text\":\"" + "x".repeat(15_000_000) + "\"}");
    JsonNode error = next().path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32600);
    assertThat(error.path("message").asString()).contains("too large");
    send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}");
    assertThat(next().path("id").asInt()).isEqualTo(1);
  }

  @Test
  void isGoneAtOnceWhenItsInputEnds() throws Exception {
    in.close();
    assertThat(process.waitFor(2, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(out.readLine()).isNull();
  }

  @Test
  void answersWhatIsInFlightAndIsGoneInThreeSecondsWhenItsInputEnds() throws Exception {
    send(HANGING);
    send(BLOCKING);
    send(LATE);
    in.close();
    assertThat(process.waitFor(3, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(next().path("id").asString()).isEqualTo("late");
    assertThat(out.readLine()).isNull();
  }

  @Test
  void answersWhatIsInFlightAndIsGoneInThreeSecondsOnSigterm() throws Exception {
    send(HANGING);
    send(BLOCKING);
    send(LATE);
    send("{\"jsonrpc\":\"2.0\",\"id\":\"fence\",\"method\":\"ping\"}");
    assertThat(next().path("id").asString()).isEqualTo("fence");
    process.toHandle().destroy();
    assertThat(process.waitFor(3, SECONDS)).isTrue();
    assertThat(next().path("id").asString()).isEqualTo("late");
    assertThat(out.readLine()).isNull();
  }

  @Test
  void isGoneOnSigtermWhenIdle() throws Exception {
    process.toHandle().destroy();
    assertThat(process.waitFor(2, SECONDS)).isTrue();
  }

  @Test
  void isGoneWhenItsParentIsKilled() throws Exception {
    Process parent = StdioProgram.start(List.of(), "parent");
    try (BufferedReader said = parent.inputReader(UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      parent.destroyForcibly();
      child.onExit().get(10, SECONDS);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void whatAnythingPrintsGoesToStandardError() throws Exception {
    send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"print\"}");
    assertThat(next().path("id").asInt()).isEqualTo(1);
    in.close();
    assertThat(out.readLine()).isNull();
    assertThat(process.errorReader(UTF_8).lines()).contains("a stray line");
  }
}
