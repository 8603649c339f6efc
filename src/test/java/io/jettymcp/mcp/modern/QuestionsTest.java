package io.jettymcp.mcp.modern;

import static io.jettymcp.mcp.modern.ModernHost.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jettymcp.FakeClock;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.secret.Secret;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests how requests ask, and what the state that goes round is worth. */
class QuestionsTest {
  private static final String CALL =
      "{\"name\":\"pay\",\"arguments\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}";
  private static final String YES = "{\"go\":{\"action\":\"accept\",\"content\":{\"yes\":true}}}";

  private final FakeClock clock = new FakeClock("2026-12-01T09:00:00Z");
  private final FakeModernService service = new FakeModernService();
  private final ModernHost host = new ModernHost(service);
  private final AtomicInteger done = new AtomicInteger();
  private String message = "Pay?";

  @BeforeEach
  void aToolThatAsks() {
    service.states = new RequestStates(Sealer.ofProcess(), clock);
    handle(true, (params, call) -> call.ask(Map.of("go", question())).map(this::paid));
  }

  private void handle(boolean changes, ModernMethod.Handler handler) {
    service.methods.put("tools/call", ModernMethod.of(handler).asking(params -> changes));
  }

  private ObjectNode question() {
    return form(message, "yes", "boolean");
  }

  private static ObjectNode form(String message, String field, String type) {
    return (ObjectNode)
        McpJson.mapper()
            .readTree(
                """
                {"method":"elicitation/create","params":{"message":"%s","requestedSchema":
                {"type":"object","required":["%s"],"properties":{"%s":{"type":"%s"}}}}}"""
                    .formatted(message, field, field, type));
  }

  private ObjectNode paid(Map<String, JsonNode> answers) {
    done.incrementAndGet();
    ObjectNode result = Json.object();
    result.set("answers", McpJson.mapper().valueToTree(answers));
    return result;
  }

  private JsonNode asked() {
    return host.result("tools/call", CALL);
  }

  private JSONRPCError refused(String params) {
    return refused(host, params);
  }

  private JSONRPCError refused(ModernHost host, String params) {
    JSONRPCError error = host.error("tools/call", params);
    assertThat(error.code()).isEqualTo(-32602);
    assertThat(done).hasValue(0);
    return error;
  }

  @Nested
  class Answers {
    @Test
    void missingAnswerIsAskedFor() {
      JsonNode result = asked();
      assertThat(result.path("resultType").asString()).isEqualTo("input_required");
      assertThat(result.path("inputRequests").path("go")).isEqualTo(question());
      assertThat(result.path("requestState").isString()).isTrue();
      assertThat(result.path("_meta").has("io.modelcontextprotocol/serverInfo")).isTrue();
      assertThat(result.has("ttlMs")).isFalse();
      assertThat(done).hasValue(0);
    }

    @Test
    void answerCompletesTheCall() {
      JsonNode result = host.result("tools/call", retry(CALL, asked(), YES));
      assertThat(result.path("resultType").asString()).isEqualTo("complete");
      assertThat(result.path("answers").path("go").path("content").path("yes").asBoolean())
          .isTrue();
      assertThat(done).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"decline", "cancel"})
    void refusalIsAnAnswer(String action) {
      String responses = "{\"go\":{\"action\":\"%s\"}}".formatted(action);
      JsonNode result = host.result("tools/call", retry(CALL, asked(), responses));
      assertThat(result.path("answers").path("go").path("action").asString()).isEqualTo(action);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"other\":{\"action\":\"accept\",\"content\":{\"yes\":true}}}",
          "{\"go\":{}}",
          "{\"go\":{\"action\":\"accept\"}}",
          "{\"go\":{\"action\":\"perhaps\",\"content\":{\"yes\":true}}}",
          "{\"go\":{\"action\":\"accept\",\"content\":{}}}",
          "{\"go\":{\"action\":\"accept\",\"content\":{\"yes\":null}}}",
          "{\"go\":{\"action\":\"accept\",\"content\":{\"yes\":\"true\"}}}",
          "{\"go\":{\"action\":\"accept\",\"content\":[true]}}"
        })
    void answerThatDoesNotFitIsAskedForAgain(String responses) {
      JsonNode again = host.result("tools/call", retry(CALL, asked(), responses));
      assertThat(again.path("inputRequests").has("go")).isTrue();
      assertThat(done).hasValue(0);
      host.result("tools/call", retry(CALL, again, YES));
      assertThat(done).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"null", "7", "\"x\"", "[]", "{\"go\":7}", "{\"go\":null}", "{\"x\":[]}"})
    void answersThatAreNoObjectOfObjectsAreRefused(String responses) {
      assertThat(refused(retry(CALL, asked(), responses)).message())
          .isEqualTo("\"inputResponses\" must be an object of objects.");
    }

    @Test
    void unknownAnswersAreIgnored() {
      String responses = YES.replaceFirst("\\{", "{\"other\":{\"action\":\"accept\"},");
      host.result("tools/call", retry(CALL, asked(), responses));
      assertThat(done).hasValue(1);
    }

    @Test
    void answersOfEarlierRoundsAreInTheState() {
      handle(
          true,
          (params, call) ->
              call.ask(Map.of("one", form("1", "x", "string")))
                  .flatMap(
                      one ->
                          call.ask(Map.of("two", form("2", "y", "integer")))
                              .map(
                                  two -> {
                                    Map<String, JsonNode> all = new LinkedHashMap<>(one);
                                    all.putAll(two);
                                    return paid(all);
                                  })));
      JsonNode first = asked();
      JsonNode second =
          host.result(
              "tools/call",
              retry(
                  CALL, first, "{\"one\":{\"action\":\"accept\",\"content\":{\"x\":\"s3cret\"}}}"));
      assertThat(second.path("inputRequests").propertyNames()).containsExactly("two");
      assertThat(second.toString()).doesNotContain("s3cret");
      JsonNode last =
          host.result(
              "tools/call",
              retry(CALL, second, "{\"two\":{\"action\":\"accept\",\"content\":{\"y\":2.0}}}"));
      assertThat(last.path("answers").path("one").path("content").path("x").asString())
          .isEqualTo("s3cret");
    }

    @Test
    void onlyOpenOnesOfSeveralQuestionsAreAskedAgain() {
      Map<String, ObjectNode> both =
          Map.of("one", form("1", "x", "string"), "two", form("2", "y", "string"));
      handle(false, (params, call) -> call.ask(both).map(QuestionsTest.this::paid));
      JsonNode first = asked();
      assertThat(first.path("inputRequests")).hasSize(2);
      JsonNode second =
          host.result(
              "tools/call",
              retry(CALL, first, "{\"two\":{\"action\":\"accept\",\"content\":{\"y\":\"b\"}}}"));
      assertThat(second.path("inputRequests").propertyNames()).containsExactly("one");
    }

    @Test
    void questionsOfOneNameGetKeysOfTheirOwn() {
      handle(
          false,
          (params, call) ->
              call.ask(Map.of("go", form("1", "yes", "boolean")))
                  .then(call.ask(Map.of("go", form("2", "yes", "boolean"))))
                  .map(QuestionsTest.this::paid));
      JsonNode second = host.result("tools/call", retry(CALL, asked(), YES));
      assertThat(second.path("inputRequests").propertyNames()).containsExactly("go-2");
      host.result("tools/call", retry(CALL, second, YES.replace("go", "go-2")));
      assertThat(done).hasValue(1);
    }

    @Test
    void changedQuestionIsAskedAgain() {
      JsonNode first = asked();
      message = "Pay twice?";
      JsonNode second = host.result("tools/call", retry(CALL, first, YES));
      assertThat(second.path("inputRequests").path("go").toString()).contains("Pay twice?");
      assertThat(done).hasValue(0);
    }

    @Test
    void callEndsAfterTenRounds() {
      JsonNode asked = asked();
      for (int round = 2; round <= 10; round++) {
        asked = host.result("tools/call", retry(CALL, asked, "{}"));
      }
      assertThat(refused(retry(CALL, asked, "{}")).message()).contains("10 times");
    }

    @Test
    void answersThatExceedTheStateAreRefused() {
      handle(
          false,
          (params, call) ->
              call.ask(Map.of("one", form("1", "x", "string")))
                  .then(call.ask(Map.of("two", form("2", "y", "string"))))
                  .map(QuestionsTest.this::paid));
      String large =
          "{\"one\":{\"action\":\"accept\",\"content\":{\"x\":\"%s\"}}}"
              .formatted("x".repeat(60_000));
      assertThat(refused(retry(CALL, asked(), large)).message()).contains("too large");
    }

    @Test
    void methodThatMustNotAskFails() {
      service.methods.put(
          "tools/list",
          ModernMethod.of(
              (params, call) -> call.ask(Map.of("go", question())).map(QuestionsTest.this::paid)));
      assertThat(catchThrowable(() -> host.result("tools/list", "{}")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class WithoutState {
    @Test
    void answerToARequestThatChangesSomethingIsAskedForAgain() {
      JsonNode result = host.result("tools/call", withoutState());
      assertThat(result.path("resultType").asString()).isEqualTo("input_required");
      assertThat(done).hasValue(0);
    }

    @Test
    void answerToARequestThatReadsCounts() {
      handle(
          false,
          (params, call) -> call.ask(Map.of("go", question())).map(QuestionsTest.this::paid));
      host.result("tools/call", withoutState());
      assertThat(done).hasValue(1);
    }

    private String withoutState() {
      ObjectNode sent = (ObjectNode) McpJson.mapper().readTree(CALL);
      sent.set("inputResponses", McpJson.mapper().readTree(YES));
      return sent.toString();
    }
  }

  @Nested
  class States {
    private static final String INVALID = "The requestState is not valid for this request: it was";

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "null", "v1.x", "%s-TAMPERED", "A%s", "ü"})
    void tamperedStateIsRefused(String form) {
      String state = asked().path("requestState").asString();
      assertInvalid(CALL, Json.node(form.formatted(state)));
    }

    @Test
    void stateWithAChangedCharacterIsRefused() {
      String state = asked().path("requestState").asString();
      for (int at = 0; at < state.length(); at += 7) {
        char other = state.charAt(at) == 'A' ? 'B' : 'A';
        assertInvalid(CALL, Json.node(state.substring(0, at) + other + state.substring(at + 1)));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "{}", "[\"x\"]"})
    void stateThatIsNoStringIsRefused(String state) {
      assertInvalid(CALL, McpJson.mapper().readTree(state));
    }

    @Test
    void largeStateIsRefused() {
      assertInvalid(CALL, Json.node("A".repeat(70_000)));
    }

    private void assertInvalid(String params, JsonNode state) {
      ObjectNode sent = (ObjectNode) McpJson.mapper().readTree(params);
      sent.set("inputResponses", McpJson.mapper().readTree(YES));
      sent.set("requestState", state);
      assertThat(refused(sent.toString()).message())
          .startsWith(INVALID)
          .endsWith("Call again without requestState and inputResponses.");
    }

    @Test
    void stateIsValidForTenMinutes() {
      JsonNode first = asked();
      clock.advance(Duration.ofMinutes(10).minusMillis(1));
      host.result("tools/call", retry(CALL, first, YES));
      assertThat(done).hasValue(1);
    }

    @Test
    void expiredStateIsRefused() {
      JsonNode first = asked();
      clock.advance(Duration.ofMinutes(10));
      assertThat(refused(retry(CALL, first, YES)).message()).startsWith(INVALID);
    }

    @Test
    void stateOfAnotherTokenIsRefused() {
      assertThat(refused(new ModernHost(service, "bob"), retry(CALL, asked(), YES)).message())
          .startsWith(INVALID);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"name\":\"burn\",\"arguments\":{\"a\":1,\"b\":{\"c\":2,\"d\":3}}}",
          "{\"name\":\"pay\",\"arguments\":{\"a\":1,\"b\":{\"c\":2,\"d\":4}}}",
          "{\"name\":\"pay\",\"arguments\":{\"a\":1,\"b\":{\"c\":2,\"d\":3},\"e\":0}}",
          "{\"name\":\"pay\",\"arguments\":{}}",
          "{\"name\":\"pay\"}"
        })
    void stateOfAnotherCallIsRefused(String call) {
      assertThat(refused(retry(call, asked(), YES)).message()).startsWith(INVALID);
    }

    @Test
    void stateOfAnotherMethodIsRefused() {
      service.methods.put("prompts/get", service.methods.get("tools/call"));
      JSONRPCError error = host.error("prompts/get", retry(CALL, asked(), YES));
      assertThat(error.message()).startsWith(INVALID);
    }

    @Test
    void stateOfAnotherResourceIsRefused() {
      service.methods.put(
          "resources/read",
          ModernMethod.of(
                  (params, call) ->
                      call.ask(Map.of("go", question())).map(QuestionsTest.this::paid))
              .cached(CacheHints.OF_LISTS)
              .asking());
      JsonNode first = host.result("resources/read", "{\"uri\":\"x:a\"}");
      String another = retry("{\"uri\":\"x:b\"}", first, YES);
      assertThat(host.error("resources/read", another).message()).startsWith(INVALID);
      JsonNode read = host.result("resources/read", retry("{\"uri\":\"x:a\"}", first, YES));
      assertThat(read.path("ttlMs").asInt(-1)).as("the result of a retry is not kept").isZero();
    }

    @Test
    void stateOfAnotherProcessIsRefused() {
      JsonNode first = asked();
      service.states = new RequestStates(Sealer.ofProcess(), clock);
      assertThat(refused(retry(CALL, first, YES)).message()).startsWith(INVALID);
    }

    @Test
    void replicaWithTheSameKeyAcceptsTheState() {
      Secret key = Secret.of("0123456789abcdef0123456789abcdef");
      service.states = new RequestStates(Sealer.of(key), clock);
      JsonNode first = asked();
      service.states = new RequestStates(Sealer.of(key), clock);
      host.result("tools/call", retry(CALL, first, YES));
      assertThat(done).hasValue(1);
    }

    @Test
    void orderOfMembersDoesNotMatter() {
      String other = "{\"arguments\":{\"b\":{\"d\":3,\"c\":2},\"a\":1},\"name\":\"pay\"}";
      host.result("tools/call", retry(other, asked(), YES));
      assertThat(done).hasValue(1);
    }
  }

  @Nested
  class Replays {
    @Test
    void stateOfARequestThatChangesSomethingIsUsedOnce() {
      String again = retry(CALL, asked(), YES);
      host.result("tools/call", again);
      JSONRPCError error = host.error("tools/call", again);
      assertThat(error.code()).isEqualTo(-32602);
      assertThat(error.message()).contains("already used");
      assertThat(done).hasValue(1);
    }

    @Test
    void stateIsNotUsedWhileAnAnswerIsMissing() {
      JsonNode first = asked();
      host.result("tools/call", retry(CALL, first, "{}"));
      host.result("tools/call", retry(CALL, first, YES));
      assertThat(done).hasValue(1);
    }

    @Test
    void stateOfARequestThatReadsCanBeUsedAgain() {
      handle(
          false,
          (params, call) -> call.ask(Map.of("go", question())).map(QuestionsTest.this::paid));
      String again = retry(CALL, asked(), YES);
      host.result("tools/call", again);
      host.result("tools/call", again);
      assertThat(done).hasValue(2);
    }

    @Test
    void thousandConcurrentRetriesDoTheWorkOnce() throws Exception {
      String again = retry(CALL, asked(), YES);
      CountDownLatch begin = new CountDownLatch(1);
      AtomicInteger refused = new AtomicInteger();
      Mono<Void> all =
          Mono.when(
              IntStream.range(0, 1_000)
                  .mapToObj(
                      i ->
                          Mono.fromCallable(
                                  () -> {
                                    begin.await();
                                    return host.result("tools/call", again);
                                  })
                              .subscribeOn(Schedulers.boundedElastic())
                              .onErrorResume(
                                  McpError.class,
                                  error -> {
                                    refused.incrementAndGet();
                                    return Mono.empty();
                                  }))
                  .toList());
      begin.countDown();
      all.block(Duration.ofSeconds(60));
      assertThat(done).hasValue(1);
      assertThat(refused).hasValue(999);
    }

    @Test
    void usedStatesAreForgottenOnceTheyHaveExpired() {
      UsedStates used = new UsedStates(clock, Duration.ofMinutes(11));
      IntStream.range(0, UsedStates.MAX_PER_OWNER).forEach(i -> used.use("n" + i, "ann"));
      assertThat(catchThrowable(() -> used.use("more", "ann")))
          .hasMessageContaining("Too many questions");
      assertThat(catchThrowable(() -> used.use("n0", "ann"))).hasMessageContaining("already used");
      used.use("of another", "bob");
      clock.advance(Duration.ofMinutes(11));
      used.use("more", "ann");
    }
  }

  @Nested
  class Capabilities {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "elicitation/create | form | {} | {\"elicitation\":{}}",
          "elicitation/create | form | {\"elicitation\":{\"url\":{}}} | {\"elicitation\":{}}",
          "elicitation/create | url | {\"elicitation\":{}} | {\"elicitation\":{\"url\":{}}}",
          "sampling/createMessage | form | {\"elicitation\":{}} | {\"sampling\":{}}",
          "roots/list | form | {\"sampling\":{}} | {\"roots\":{}}"
        })
    void undeclaredCapabilityIsNamed(String method, String mode, String declared, String missing) {
      ObjectNode request = Json.object().put("method", method);
      request.putObject("params").put("mode", mode);
      handle(
          false, (params, call) -> call.ask(Map.of("go", request)).map(QuestionsTest.this::paid));
      host.capabilities = declared;
      JSONRPCError error = host.error("tools/call", CALL);
      assertThat(error.code()).isEqualTo(-32021);
      assertThat(error.data()).hasToString("{\"requiredCapabilities\":%s}".formatted(missing));
    }

    @Test
    void capabilitiesAreThoseOfEachRequest() {
      JsonNode first = asked();
      host.capabilities = "{}";
      assertThat(host.error("tools/call", retry(CALL, first, "{}")).code()).isEqualTo(-32021);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "sampling/createMessage | {\"role\":\"assistant\",\"content\":{\"type\":\"text\"}}",
          "roots/list | {\"roots\":[]}"
        })
    void answersOfOtherMethodsArePassedOn(String method, String answer) {
      ObjectNode request = Json.object().put("method", method);
      handle(
          false, (params, call) -> call.ask(Map.of("go", request)).map(QuestionsTest.this::paid));
      host.capabilities = "{\"sampling\":{},\"roots\":{}}";
      JsonNode first = asked();
      JsonNode again = host.result("tools/call", retry(CALL, first, "{\"go\":{}}"));
      host.result("tools/call", retry(CALL, again, "{\"go\":%s}".formatted(answer)));
      assertThat(done).hasValue(1);
    }
  }

  @Test
  void handlerIsCancelledWhenItAsks() {
    List<String> ends = new CopyOnWriteArrayList<>();
    handle(
        true,
        (params, call) ->
            call.ask(Map.of("go", question()))
                .map(this::paid)
                .onErrorReturn(Json.object())
                .doOnCancel(() -> ends.add("cancelled")));
    asked();
    assertThat(ends).containsExactly("cancelled");
  }
}
