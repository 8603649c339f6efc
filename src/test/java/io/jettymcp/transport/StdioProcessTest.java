package io.jettymcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The transport on the streams of a real process. */
@Slow
@Timeout(120)
class StdioProcessTest {
  /** Seconds for the end of a process, which on a busy machine may still have to start. */
  private static final int PATIENCE = 60;

  private static final String ECHO = Messages.request("1", "echo", "{}");

  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;

  StdioProcessTest() throws IOException {
    process = StdioProgram.start(List.of("-Xmx64m"));
    in = process.getOutputStream();
    out = process.inputReader(UTF_8);
    send(Messages.initialize("\"init\"", Messages.NEWEST));
    assertThat(next().path("id").asString()).isEqualTo("init");
  }

  @AfterEach
  void kill() {
    process.destroyForcibly();
  }

  private void send(String line) throws IOException {
    in.write((line + "\n").getBytes(UTF_8));
    in.flush();
  }

  /** Sends calls that hang, block their thread and respond late. */
  private void sendCallsInFlight() throws IOException {
    // Loads what the late response needs, for which there is little time at the end.
    send(Messages.request("\"first\"", "delay", "{}"));
    assertThat(next().path("id").asString()).isEqualTo("first");
    send(Messages.request("1", "hold", "{\"name\":\"for ever\"}"));
    send(Messages.request("2", "block", "{}"));
    send(Messages.request("\"late\"", "delay", "{}"));
  }

  private JsonNode next() throws IOException {
    return Host.JSON.readTree(out.readLine());
  }

  private void assertStillServing() throws IOException {
    send(ECHO);
    assertThat(next().path("id").asInt()).isEqualTo(1);
  }

  private void assertExits() throws Exception {
    assertThat(process.waitFor(PATIENCE, SECONDS)).isTrue();
  }

  private void assertOnlyTheLateCallHasItsResponse() throws IOException {
    assertThat(next().path("id").asString()).isEqualTo("late");
    assertThat(out.readLine()).isNull();
  }

  @Test
  void rejectsALineAsLargeAsItsHeap() throws Exception {
    byte[] megabyte = "x".repeat(1024 * 1024).getBytes(UTF_8);
    for (int i = 0; i < 64; i++) {
      in.write(megabyte);
    }
    send("");
    assertThat(next().path("error").path("code").asInt()).isEqualTo(-32600);
    assertStillServing();
  }

  @Test
  void survivesAMessageThatExceedsItsHeapOnceItIsParsed() throws Exception {
    send(Messages.request("3", "m", "{\"text\":\"" + "x".repeat(15_000_000) + "\"}"));
    JsonNode response = next();
    assertThat(response.path("id").asInt()).isEqualTo(3);
    JsonNode error = response.path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32600);
    assertThat(error.path("message").asString()).contains("too large");
    assertStillServing();
  }

  @Test
  void exitsWhenItsInputEnds() throws Exception {
    in.close();
    assertExits();
    assertThat(process.exitValue()).isZero();
    assertThat(out.readLine()).isNull();
  }

  @Test
  void finishesCallsInFlightWhenItsInputEnds() throws Exception {
    sendCallsInFlight();
    in.close();
    assertExits();
    assertThat(process.exitValue()).isZero();
    assertOnlyTheLateCallHasItsResponse();
  }

  @Test
  void finishesCallsInFlightOnSigterm() throws Exception {
    sendCallsInFlight();
    send(Messages.request("\"fence\"", "ping", "{}"));
    assertThat(next().path("id").asString()).isEqualTo("fence");
    process.toHandle().destroy();
    assertExits();
    assertOnlyTheLateCallHasItsResponse();
  }

  @Test
  void exitsOnSigtermWhenIdle() throws Exception {
    process.toHandle().destroy();
    assertExits();
  }

  @Test
  void exitsWhenItsParentIsKilled() throws Exception {
    Process parent = StdioProgram.start(List.of(), "parent");
    try (BufferedReader output = parent.inputReader(UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      parent.destroyForcibly();
      child.onExit().get(PATIENCE, SECONDS);
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void exitsWhenItsParentIsKilledThoughAnotherProcessHoldsItsInput() throws Exception {
    Process parent = StdioProgram.start(List.of(), "sharing-parent");
    try (OutputStream held = parent.getOutputStream();
        BufferedReader output = parent.errorReader(UTF_8)) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      String start = Messages.initialize("0", Messages.NEWEST);
      String delayed = Messages.request("1", "delay", "{}");
      held.write((start + "\n" + delayed + "\n").getBytes(UTF_8));
      held.flush();
      try (BufferedReader responses = parent.inputReader(UTF_8)) {
        assertThat(responses.readLine()).contains("\"id\":0");
        assertThat(responses.readLine()).as("the parent is known by now").contains("\"id\":1");
        // The handle, unlike the process, leaves the streams open.
        parent.toHandle().destroyForcibly();
        child.onExit().get(PATIENCE, SECONDS);
      }
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void printedTextGoesToStderr() throws Exception {
    send(Messages.request("1", "print", "{}"));
    assertThat(next().path("id").asInt()).isEqualTo(1);
    in.close();
    assertThat(out.readLine()).isNull();
    assertThat(process.errorReader(UTF_8).lines()).contains("a stray line");
  }
}
