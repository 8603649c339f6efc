package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is said during a session. */
@Timeout(60)
class StdioTransportTest {
  private Host host;

  @BeforeEach
  void connect() throws Exception {
    host = Host.initialized();
  }

  @AfterEach
  void disconnect() throws Exception {
    host.close();
  }

  @Test
  void answersWhatIsNotJsonAndGoesOn() throws Exception {
    host.send("this is " + Handlers.SECRET);
    String answer = host.nextLine();
    assertThat(answer).contains("\"id\":null", "-32700").doesNotContain(Handlers.SECRET);
    host.sendRaw(new byte[] {'"', (byte) 0xff, '"', '\n'});
    host.expectError("null", -32700);
    host.expectNothingElse();
  }

  @Test
  void answersJsonThatIsNoRequestAndGoesOn() throws Exception {
    host.send("[1,2]");
    host.expectError("null", -32600);
    host.send("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"methud\":\"" + Handlers.SECRET + "\"}");
    String answer = host.nextLine();
    assertThat(answer).contains("\"id\":\"x\"", "-32600").doesNotContain(Handlers.SECRET);
    host.expectNothingElse();
  }

  @Test
  void answersAnUnknownMethod() throws Exception {
    host.call("1", "no/such", "{}");
    host.expectError("1", -32601);
  }

  @Test
  void refusesALineAboveTheBoundAndGoesOn() throws Exception {
    byte[] chunk = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 17; i++) {
      host.sendRaw(chunk);
    }
    host.send("");
    JsonNode answer = host.next();
    assertThat(answer.path("id").isNull()).isTrue();
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32600);
    assertThat(answer.path("error").path("message").asString()).contains("16777216 bytes");
    host.expectNothingElse();
  }

  @Test
  void readsAMessageOneByteAtATimeWithAnyLineEnding() throws Exception {
    String request =
        "\r\n \n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"a\":\"é€😀\u2028\"}}\r\n";
    for (byte one : request.getBytes(StandardCharsets.UTF_8)) {
      host.sendRaw(new byte[] {one});
    }
    assertThat(host.expectResult("1").path("a").asString()).isEqualTo("é€😀\u2028");
  }

  @Test
  void keepsOneMessageOnOneLine() throws Exception {
    host.call("1", "echo", "{\"a\":\"one\\ntwo\\r\\n\\ud800\"}");
    assertThat(host.nextLine()).contains("one\\ntwo\\r\\n");
    host.expectNothingElse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "-7", "1.0", "\"1\"", "\"\"", "\"é\"", "12345678901234567890123", "2.5"})
  void givesTheIdBackAsItCame(String id) throws Exception {
    host.call(id, "echo", "{}");
    assertThat(host.nextLine())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id.replace("é", "\\u00E9") + ",\"result\":{}}");
  }

  @Test
  void oneSlowCallDelaysNoOther() throws Exception {
    host.hold("1", "slow");
    host.call("2", "block", "{}");
    host.call("3", "echo", "{\"a\":3}");
    host.expectResult("3");
    host.handlers.held("slow").answer(Map.of("a", 1));
    host.expectResult("1");
    host.handlers.unblocked.countDown();
    host.expectResult("2");
  }

  @Test
  void answersTwoThousandCallsSentAtOnceEachOnce() throws Exception {
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      calls.append(
          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"echo\",\"params\":{\"n\":%d}}\n"
              .formatted(i, i));
    }
    host.sendRaw(calls.toString().getBytes(StandardCharsets.UTF_8));
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      JsonNode answer = host.next();
      assertThat(answer.path("result").path("n")).isEqualTo(answer.path("id"));
      assertThat(answered.add(answer.path("id").asInt())).isTrue();
    }
    host.expectNothingElse();
  }

  @Test
  void refusesASecondCallWithAnIdThatIsRunning() throws Exception {
    host.hold("1", "first");
    host.hold("1", "second");
    host.expectError("1", -32600);
    host.call("1", "ping", "{}");
    host.expectError("1", -32600);
    host.hold("\"1\"", "other");
    host.handlers.held("other").answer(Map.of("which", "other"));
    host.expectResult("\"1\"");
    host.handlers.held("first").answer(Map.of("which", "first"));
    assertThat(host.expectResult("1").path("which").asString()).isEqualTo("first");
    host.call("1", "echo", "{}");
    host.expectResult("1");
  }

  @Test
  void refusesCallsBeyondTheMostThatMayWait() throws Exception {
    for (int i = 0; i < JsonRpcDispatcher.MAX_CALLS; i++) {
      host.hold(Integer.toString(i), "all");
    }
    host.call("\"one more\"", "echo", "{}");
    host.expectError("\"one more\"", -32000);
    host.call("\"alive\"", "ping", "{}");
    host.expectResult("\"alive\"");
    host.cancel("17");
    host.expectNothingElse();
  }

  @Test
  void cancelsACallAndSendsNoAnswer() throws Exception {
    host.hold("1", "number");
    host.hold("\"1\"", "text");
    host.handlers.held("number").started.get(20, SECONDS);
    host.handlers.held("text").started.get(20, SECONDS);
    host.cancel("\"1\"");
    host.handlers.held("text").cancelled.get(1, SECONDS);
    assertThat(host.handlers.held("number").cancelled).isNotDone();
    host.handlers.held("text").answer(Map.of());
    host.expectNothingElse();
    host.handlers.held("number").answer(Map.of());
    host.expectResult("1");
  }

  @Test
  void ignoresTheCancellationOfWhatIsNotRunning() throws Exception {
    host.cancel("99");
    host.cancel("null");
    host.cancel("{}");
    host.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
    host.expectNothingElse();
  }

  @Test
  void aCancelledCallDoesNotAnswerForALaterOneWithItsId() throws Exception {
    host.call("1", "block", "{}");
    host.cancel("1");
    host.hold("1", "later");
    host.handlers.held("later").started.get(20, SECONDS);
    host.handlers.unblocked.countDown();
    host.expectNothingElse();
    host.handlers.held("later").answer(Map.of("which", "later"));
    assertThat(host.expectResult("1").path("which").asString()).isEqualTo("later");
  }

  @Test
  void answersOrCancelsButNeverTwiceWhenBothComeAtOnce() throws Exception {
    Set<String> unsettled = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Handlers.Held call = host.handlers.held("race" + i);
      host.hold(Integer.toString(i), "race" + i);
      call.started.get(20, SECONDS);
      CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> call.answer(Map.of()));
      host.cancel(Integer.toString(i));
      answer.get(20, SECONDS);
      unsettled.add(Integer.toString(i));
    }
    host.call("\"last\"", "echo", "{}");
    for (JsonNode answer = host.next();
        !answer.path("id").asString().equals("last");
        answer = host.next()) {
      assertThat(unsettled.remove(answer.path("id").toString())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "signals", "misses a class", "is empty", "cannot be written"})
  void answersABrokenHandlerWithoutDetails(String how) throws Exception {
    host.call("1", "break", "{\"how\":\"%s\"}".formatted(how));
    assertThat(host.nextLine())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}");
    host.expectNothingElse();
  }

  @Test
  void passesTheErrorsThatAHandlerWords() throws Exception {
    host.call("1", "break", "{\"how\":\"in its own words\"}");
    JsonNode error = host.next().path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32602);
    assertThat(error.path("message").asString()).isEqualTo("its own words");
  }

  @Test
  void bringsTheClientsAnswerToTheHandlerThatAsked() throws Exception {
    host.call("1", "ask", "{}");
    JsonNode question = host.next();
    assertThat(question.path("method").asString()).isEqualTo("ping");
    host.send("{\"jsonrpc\":\"2.0\",\"id\":\"unasked\",\"result\":{}}");
    host.send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"said\":\"yes\"}}"
            .formatted(question.path("id")));
    assertThat(host.expectResult("1").path("said").asString()).isEqualTo("yes");
  }

  @Test
  void sendsANotificationBeforeTheAnswerOfItsCall() throws Exception {
    host.call("1", "progress", "{}");
    assertThat(host.next().path("method").asString()).isEqualTo("notifications/progress");
    host.expectResult("1");
  }

  @Test
  void notificationsThatNobodyHearsAreIgnored() throws Exception {
    host.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/noted\",\"params\":{\"a\":1}}");
    host.expectNothingElse();
  }

  @Test
  void readsOnWhenTheHandlersAreAllBusy() throws Exception {
    for (int i = 0; i < 50; i++) {
      host.call(Integer.toString(i), "block", "{}");
    }
    host.cancel("49");
    host.call("\"alive\"", "ping", "{}");
    host.expectResult("\"alive\"");
    host.handlers.unblocked.countDown();
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < 49; i++) {
      answered.add(host.next().path("id").asInt());
    }
    assertThat(answered).hasSize(49).doesNotContain(49);
  }

  @Test
  void aHostMayWriteAllBeforeItReadsAnything() throws Exception {
    try (Host silent = Host.thatDoesNotRead()) {
      silent.send(Host.INITIALIZE);
      for (int i = 0; i < 1500; i++) {
        silent.call(Integer.toString(i), "page", "{}");
      }
      silent.read();
      silent.expectResult("\"init\"");
      Set<Integer> answered = new HashSet<>();
      for (int i = 0; i < 1500; i++) {
        answered.add(silent.next().path("id").asInt());
      }
      assertThat(answered).hasSize(1500);
    }
  }

  @Test
  void beginsNoNewCallsWhileTheHostIsFarBehindWithReading() throws Exception {
    try (Host silent = Host.thatDoesNotRead()) {
      silent.send(Host.INITIALIZE);
      silent.call("1", "big", "{}");
      silent.handlers.bigAnswered.get(20, SECONDS);
      silent.call("2", "echo", "{}");
      awaitWorkerThatWaitsForRoom();
      assertThat(silent.handlers.echoes).hasValue(0);
      silent.read();
      silent.expectResult("\"init\"");
      silent.expectResult("1");
      silent.expectResult("2");
    }
  }

  private static void awaitWorkerThatWaitsForRoom() {
    while (Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .noneMatch(frame -> frame.getMethodName().equals("awaitCapacity"))) {
      Thread.onSpinWait();
    }
  }
}
