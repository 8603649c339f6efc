package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The messages of a session. */
@Timeout(60)
class StdioTransportTest {
  @RegisterExtension final Host host = Host.initialized();

  /** Reads responses and returns their ids. */
  private static Set<Integer> nextIds(Host host, int count) throws InterruptedException {
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      ids.add(host.next().path("id").asInt());
    }
    return ids;
  }

  @Nested
  class InvalidInput {
    @Test
    void thatIsNoJsonIsAParseErrorWithoutQuotes() throws Exception {
      host.send("this is " + Handlers.SECRET);
      assertThat(host.nextLine()).contains("\"id\":null", "-32700").doesNotContain(Handlers.SECRET);
      host.expectNothingElse();
    }

    @Test
    void thatIsNoUtf8IsAParseError() throws Exception {
      host.sendRaw(new byte[] {'"', (byte) 0xff, '"', '\n'});
      host.expectError("null", -32700);
      host.expectNothingElse();
    }

    @Test
    void thatIsNoObjectIsAnInvalidRequest() throws Exception {
      host.send("[1,2]");
      host.expectError("null", -32600);
      host.expectNothingElse();
    }

    @Test
    void thatIsNoRequestIsAnInvalidRequestWithoutQuotes() throws Exception {
      host.send(
          """
          {"jsonrpc":"2.0","id":"x","methud":"%s"}"""
              .formatted(Handlers.SECRET));
      assertThat(host.nextLine())
          .contains("\"id\":\"x\"", "-32600")
          .doesNotContain(Handlers.SECRET);
      host.expectNothingElse();
    }

    @Test
    void thatExceedsTheMaximumLineIsAnInvalidRequest() throws Exception {
      byte[] chunk = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 17; i++) {
        host.sendRaw(chunk);
      }
      host.send("");
      JsonNode response = host.next();
      assertThat(response.path("id").isNull()).isTrue();
      assertThat(response.path("error").path("code").asInt()).isEqualTo(-32600);
      assertThat(response.path("error").path("message").asString()).contains("16777216 bytes");
      host.expectNothingElse();
    }

    @Test
    void withAnUnknownMethodGetsAnError() throws Exception {
      host.call("1", "no/such", "{}");
      host.expectError("1", -32601);
    }

    @Test
    void withAnUnknownNotificationIsIgnored() throws Exception {
      host.send(Messages.notification("notifications/noted"));
      host.expectNothingElse();
    }
  }

  @Nested
  class Lines {
    @Test
    void mayArriveByteByByteWithAnyEnding() throws Exception {
      String request = "\r\n \n" + Messages.request("1", "echo", "{\"a\":\"é€😀\u2028\"}") + "\r\n";
      for (byte one : request.getBytes(StandardCharsets.UTF_8)) {
        host.sendRaw(new byte[] {one});
      }
      assertThat(host.expectResult("1").path("a").asString()).isEqualTo("é€😀\u2028");
    }

    @Test
    void holdOneMessageEach() throws Exception {
      host.call("1", "echo", "{\"a\":\"one\\ntwo\\r\\n\\ud800\"}");
      assertThat(host.nextLine()).contains("one\\ntwo\\r\\n");
      host.expectNothingElse();
    }
  }

  @Nested
  class Ids {
    @ParameterizedTest
    @ValueSource(
        strings = {"1", "-7", "1.0", "\"1\"", "\"\"", "\"é\"", "12345678901234567890123", "2.5"})
    void areReturnedAsTheyCame(String id) throws Exception {
      host.call(id, "echo", "{}");
      assertThat(host.nextLine()).isEqualTo(Messages.response(id.replace("é", "\\u00E9"), "{}"));
    }

    @Test
    void mustNotBeThoseOfCallsInFlight() throws Exception {
      host.hold("1", "first");
      host.hold("1", "second");
      host.expectError("1", -32600);
      host.call("1", "ping", "{}");
      host.expectError("1", -32600);
    }

    @Test
    void differByType() throws Exception {
      host.hold("1", "number");
      host.hold("\"1\"", "string");
      host.handlers.held("string").respond(Map.of());
      host.expectResult("\"1\"");
      host.handlers.held("number").respond(Map.of());
      host.expectResult("1");
    }

    @Test
    void canBeUsedAgain() throws Exception {
      for (int i = 0; i < 2; i++) {
        host.call("1", "echo", "{}");
        host.expectResult("1");
      }
    }
  }

  @Nested
  class ConcurrentCalls {
    @Test
    void doNotDelayEachOther() throws Exception {
      host.hold("1", "slow");
      host.call("2", "block", "{}");
      host.call("3", "echo", "{}");
      host.expectResult("3");
      host.handlers.held("slow").respond(Map.of());
      host.expectResult("1");
      host.handlers.unblocked.countDown();
      host.expectResult("2");
    }

    @Test
    void eachGetOneResponse() throws Exception {
      StringBuilder calls = new StringBuilder();
      for (int i = 0; i < 2000; i++) {
        String params = "{\"n\":%d}".formatted(i);
        calls.append(Messages.request(Integer.toString(i), "echo", params)).append('\n');
      }
      host.sendRaw(calls.toString().getBytes(StandardCharsets.UTF_8));
      Set<Integer> ids = new HashSet<>();
      for (int i = 0; i < 2000; i++) {
        JsonNode response = host.next();
        assertThat(response.path("result").path("n")).isEqualTo(response.path("id"));
        assertThat(ids.add(response.path("id").asInt())).isTrue();
      }
      host.expectNothingElse();
    }

    @Test
    void areLimited() throws Exception {
      for (int i = 0; i < CallRunner.MAX_CALLS; i++) {
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
    void mayBlockAllWorkers() throws Exception {
      for (int i = 0; i < 50; i++) {
        host.call(Integer.toString(i), "block", "{}");
      }
      host.cancel("49");
      host.call("\"alive\"", "ping", "{}");
      host.expectResult("\"alive\"");
      host.handlers.unblocked.countDown();
      assertThat(nextIds(host, 49)).hasSize(49).doesNotContain(49);
    }
  }

  @Nested
  class Cancellation {
    @Test
    void suppressesTheResponse() throws Exception {
      Handlers.Held number = host.holdStarted("1", "number");
      Handlers.Held string = host.holdStarted("\"1\"", "string");
      host.cancel("\"1\"");
      string.cancelled.get(20, SECONDS);
      assertThat(number.cancelled).isNotDone();
      string.respond(Map.of());
      host.expectNothingElse();
      number.respond(Map.of());
      host.expectResult("1");
    }

    @Test
    void ofUnknownCallsIsIgnored() throws Exception {
      host.cancel("99");
      host.cancel("null");
      host.cancel("{}");
      host.send(Messages.notification("notifications/cancelled"));
      host.expectNothingElse();
    }

    @Test
    void freesTheIdForALaterCall() throws Exception {
      host.call("1", "block", "{}");
      host.cancel("1");
      Handlers.Held later = host.holdStarted("1", "later");
      host.handlers.unblocked.countDown();
      host.expectNothingElse();
      later.respond(Map.of("which", "later"));
      assertThat(host.expectResult("1").path("which").asString()).isEqualTo("later");
    }

    @Test
    void andAResponseAtOnceSettleACallOnce() throws Exception {
      for (int i = 0; i < 500; i++) {
        Handlers.Held call = host.holdStarted(Integer.toString(i), "race" + i);
        CompletableFuture<Void> response = CompletableFuture.runAsync(() -> call.respond(Map.of()));
        host.cancel(Integer.toString(i));
        response.get(20, SECONDS);
      }
      host.call("\"last\"", "echo", "{}");
      Set<String> settled = new HashSet<>();
      for (String id = nextId(); !id.equals("\"last\""); id = nextId()) {
        assertThat(settled.add(id)).isTrue();
      }
      assertThat(settled).isSubsetOf(IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    }

    private String nextId() throws InterruptedException {
      return host.next().path("id").toString();
    }
  }

  @Nested
  class HandlersThat {
    @ParameterizedTest
    @ValueSource(strings = {"throws", "signals", "misses a class", "is empty", "cannot be written"})
    void failGetAnErrorWithoutDetails(String how) throws Exception {
      host.call("1", "break", "{\"how\":\"%s\"}".formatted(how));
      assertThat(host.nextLine())
          .isEqualTo(
              """
              {"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}""");
      host.expectNothingElse();
    }

    @Test
    void returnAnErrorHaveItPassedOn() throws Exception {
      host.call("1", "break", "{\"how\":\"with an error\"}");
      JsonNode error = host.next().path("error");
      assertThat(error.path("code").asInt()).isEqualTo(-32602);
      assertThat(error.path("message").asString()).isEqualTo("its own words");
    }

    @Test
    void askTheClientGetItsResponse() throws Exception {
      host.call("1", "ask", "{}");
      JsonNode question = host.next();
      assertThat(question.path("method").asString()).isEqualTo("ping");
      host.send(Messages.response("\"unknown\"", "{}"));
      host.send(Messages.response(question.path("id").toString(), "{\"value\":\"yes\"}"));
      assertThat(host.expectResult("1").path("value").asString()).isEqualTo("yes");
    }

    @Test
    void sendNotificationsSendThemBeforeTheResponse() throws Exception {
      host.call("1", "progress", "{}");
      assertThat(host.next().path("method").asString()).isEqualTo("notifications/progress");
      host.expectResult("1");
    }
  }

  @Nested
  class ReadingLate {
    @RegisterExtension final Host silent = Host.thatDoesNotRead();

    @BeforeEach
    void initialize() {
      silent.initialize();
    }

    @Test
    void getsAllResponses() throws Exception {
      for (int i = 0; i < 1500; i++) {
        silent.call(Integer.toString(i), "page", "{}");
      }
      silent.read();
      silent.expectResult("\"init\"");
      assertThat(nextIds(silent, 1500)).hasSize(1500);
    }

    @Test
    void delaysNewCalls() throws Exception {
      silent.call("1", "big", "{}");
      silent.handlers.bigResponded.get(20, SECONDS);
      silent.call("2", "echo", "{}");
      awaitWorkerInAwaitCapacity();
      assertThat(silent.handlers.echoes).hasValue(0);
      silent.read();
      silent.expectResult("\"init\"");
      silent.expectResult("1");
      silent.expectResult("2");
    }

    private static void awaitWorkerInAwaitCapacity() {
      while (Thread.getAllStackTraces().values().stream()
          .flatMap(Stream::of)
          .noneMatch(frame -> frame.getMethodName().equals("awaitCapacity"))) {
        Thread.onSpinWait();
      }
    }
  }
}
