package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.config.LogLevel;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import io.jettymcp.tools.Catalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ToolCallsTest {
  private static final String SECRET = "planted-" + "q".repeat(20);
  private static final FakeClient NOBODY = FakeClient.withoutElicitation();

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private CapturedLog log;

  @BeforeEach
  void watchTheLog() {
    log = new CapturedLog(LogLevel.ERROR);
  }

  @AfterEach
  void leaveTheLog() {
    log.close();
  }

  @Test
  void invalidArgumentsAreAnErrorResult() {
    ToolResponse answer = fixture.answer(ToolCallsFixture.destroys(), "{\"tsk\":\"hello\"}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).startsWith("delete-task: ").contains("Did you mean \"task\"?");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void defectIsLoggedWithoutValues() {
    Tool faulty =
        ToolCallsFixture.tool("faulty")
            .runs(
                call -> {
                  throw new IllegalStateException(SECRET);
                });
    assertOurFault(faulty);
  }

  @Test
  void exceptionInRequestOrResultIsADefect() {
    assertOurFault(
        ToolCallsFixture.tool("bad-request")
            .sends(
                in -> {
                  throw new IllegalStateException(SECRET);
                },
                (in, reply) -> Result.of(Json.object())));
    fixture.jetty.answers("/data", "{}");
    assertOurFault(
        ToolCallsFixture.tool("bad-answer")
            .sends(
                in -> Request.get("/data"),
                (in, reply) -> {
                  throw new IllegalStateException(SECRET);
                }));
  }

  @Test
  void emptyResultIsADefect() {
    assertOurFault(ToolCallsFixture.tool("empty").runs(call -> Mono.empty()));
  }

  @Test
  void resultThatCannotBeRenderedIsADefect() {
    assertOurFault(
        ToolCallsFixture.tool("no-list")
            .runs(
                call ->
                    Mono.just(
                        Result.of(Json.object())
                            .paged(new Result.Page("data", false, after -> null)))));
  }

  private void assertOurFault(Tool tool) {
    ToolResponse answer = fixture.answer(tool, "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("Internal error in jetty-mcp").doesNotContain(SECRET);
    LogEntry entry = log.entries().get(log.entries().size() - 1);
    assertThat(entry.message()).contains(tool.name());
    StringWriter trace = new StringWriter();
    Objects.requireNonNull(entry.thrown()).printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("ToolCallsTest").doesNotContain(SECRET);
  }

  private static Tool comparing() {
    return ToolCallsFixture.tool("compare")
        .effect(Effect.OVERWRITE)
        .runs(
            call ->
                call.shown(Json.object().put("note", SECRET))
                    .map(shown -> Result.of(Json.object().put("note", shown.toString()))));
  }

  @Test
  void variableOfTheProcessIsRedactedEvenIfItIsACommonWord() {
    fixture.variables = Map.of("TEAM", Secret.of("summer-holiday"));
    Tool reads =
        ToolCallsFixture.tool("read")
            .runs(
                call -> {
                  String value = call.local().environment("from_env", "TEAM").reveal();
                  return Mono.just(Result.of(Json.object().put("note", "it is " + value)));
                });
    assertThat(fixture.answer(reads, "{}").text())
        .contains("it is [redacted]")
        .doesNotContain("summer-holiday");
  }

  @Test
  void handlerSeesATreeAsResultsShowIt() {
    fixture.jetty.environment("acme", SECRET);
    assertThat(fixture.answer(comparing(), "{}").structured().orElseThrow().path("note").asString())
        .isEqualTo("{\"note\":\"[redacted]\"}");
  }

  @Test
  void handlerThatComparesStopsIfTheEnvironmentCannotBeRead() {
    fixture.jetty.fails(
        SecretiveJetty.environmentOf("acme"),
        new Failure.Unavailable(Failure.Unavailable.Reason.BROKEN_OFF, ""));
    ToolResponse answer = fixture.answer(comparing(), "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("environment could not be read", "Nothing was changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_task"})
  void secretAsTheNameOfAnArgumentIsRedacted(String end) {
    String secret = "a-secret-".repeat(20);
    fixture.jetty.secrets.learn("acme", List.of(Secret.of(secret)));
    JsonNode arguments = Json.object().put(secret + end, "x");
    fixture.jetty.answers("/data", "{}");
    for (Tool tool : List.of(ToolCallsFixture.shows(), ToolCallsFixture.destroys())) {
      assertThat(fixture.answer(tool, arguments.toString()).text())
          .contains("redacted")
          .doesNotContain("a-secret-");
    }
  }

  @Test
  void longNameOfAnArgumentIsShortened() {
    String name = "n".repeat(20_000);
    fixture.jetty.answers("/data", "{}");
    for (Tool tool : List.of(ToolCallsFixture.shows(), ToolCallsFixture.destroys())) {
      assertThat(fixture.answer(tool, "{\"" + name + "\":1}").text())
          .contains("n".repeat(59) + "…", "Known: ")
          .doesNotContain("n".repeat(61));
    }
  }

  @Test
  void timedOutCallNamesTheFlag() {
    Tool slow = ToolCallsFixture.tool("slow").effect(Effect.ADD).runs(call -> Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(slow, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(119_999))
        .thenAwait(Duration.ofMillis(1))
        .assertNext(
            answer ->
                assertThat(answer.text())
                    .contains("exceeded 120 s (--timeout)", "Check before you retry"))
        .verifyComplete();
  }

  @Test
  void downloadsAreNotTimedOut() {
    Tool saves = ToolCallsFixture.tool("save").effect(Effect.SAVE).runs(call -> Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(saves, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofDays(1))
        .thenCancel()
        .verify();
  }

  @Test
  void timedOutStreamEndsFirstSoThatItsDataIsKept() {
    fixture.jetty.answers("/stream", Mono.never());
    Tool listens =
        ToolCallsFixture.tool("listen")
            .runs(
                call ->
                    call.send(
                            Request.post("/stream")
                                .handling(new ResponseHandling.Events(event -> {})))
                        .map(reply -> Result.of(Json.object()))
                        .onErrorResume(
                            Failure.class,
                            end -> Mono.just(Result.of(Json.object().put("note", end.detail())))));
    StepVerifier.withVirtualTime(() -> fixture.call(listens, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(119_999))
        .thenAwait(Duration.ofMillis(1))
        .assertNext(
            answer -> {
              assertThat(answer.isError()).isFalse();
              assertThat(answer.text()).contains("exceeded 120 s (--timeout)");
            })
        .verifyComplete();
    assertThat(fixture.jetty.cancelled).containsExactly("/stream");
  }

  @Test
  void waitSecondsOfTheCallerAreAddedToTheTimeout() {
    Param<Integer> wait = Param.integer("wait_seconds", "", 0, 3600).defaultValue(45);
    Tool patient = ToolCallsFixture.tool("patient").takes(wait).runs(call -> Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(patient, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(119))
        .thenAwait(Duration.ofSeconds(1))
        .expectNextCount(1)
        .verifyComplete();
    StepVerifier.withVirtualTime(() -> fixture.call(patient, "{\"wait_seconds\":3600}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(3_719))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(
            answer ->
                assertThat(answer.text())
                    .contains("the call exceeded 3720 s (--timeout and wait_seconds)"))
        .verifyComplete();
  }

  @Test
  void timeOfTheUserIsNotCounted() {
    fixture.jetty.answers("/api/v1/tasks/acme/hello", "{}");
    StepVerifier.withVirtualTime(
            () ->
                fixture.call(
                    ToolCallsFixture.destroys(),
                    "{\"task\":\"hello\"}",
                    FakeClient.confirming(Mono.delay(Duration.ofMinutes(9)).thenReturn(true))))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(539))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.isError()).isFalse())
        .verifyComplete();
  }

  @Test
  void timeToFindTheCollectionIsCounted() {
    fixture.collection = Optional.empty();
    String list = "/api/v1/collections/";
    Mono<JsonNode> found = Mono.just(ToolCallsFixture.json("{\"a\":{\"name\":\"acme\"}}"));
    Tool slow = ToolCallsFixture.tool("slow").runs(call -> Mono.never());
    StepVerifier.withVirtualTime(
            () -> {
              fixture.jetty.answers(list, found.delaySubscription(Duration.ofSeconds(40)));
              return fixture.call(slow, "{}", NOBODY);
            })
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(119))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.text()).contains("--timeout"))
        .verifyComplete();
  }

  @Test
  void searchForTheCollectionIsTimedOut() {
    fixture.collection = Optional.empty();
    fixture.jetty.answers("/api/v1/collections/", Mono.never());
    Tool saves = ToolCallsFixture.tool("save").effect(Effect.SAVE).runs(call -> Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(saves, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(119))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.text()).contains("--timeout"))
        .verifyComplete();
  }

  @Test
  void timeOfTheUserWhoChoosesACollectionIsNotCounted() {
    fixture.collection = Optional.empty();
    fixture.jetty.answers("/api/v1/collections/", "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    FakeClient slow = FakeClient.choosing("acme");
    slow.answerDelay = Duration.ofMinutes(9);
    StepVerifier.withVirtualTime(
            () -> fixture.call(ToolCallsFixture.tool("x").runs(c -> Mono.never()), "{}", slow))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(540 + 119))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.text()).contains("--timeout"))
        .verifyComplete();
  }

  @Test
  void waitForTheSecretsOfAResultEndsSoonAfterTheCall() {
    fixture.jetty.answers(SecretiveJetty.environmentOf("beta"), Mono.never());
    Tool lists =
        ToolCallsFixture.tool("list")
            .needsCollection(in -> false)
            .runs(
                call ->
                    Mono.delay(Duration.ofSeconds(119))
                        .thenReturn(Result.of(Json.object()).mentionsCollections(List.of("beta"))));
    StepVerifier.withVirtualTime(() -> fixture.call(lists, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(120))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.isError()).isTrue())
        .verifyComplete();
  }

  @Test
  void timeOfTheUserInTheMiddleOfACallIsNotCounted() {
    Tool asks =
        ToolCallsFixture.tool("ask")
            .effect(Effect.ADD)
            .runs(
                call ->
                    call.ask("What?", List.of(new Question("topic", "")))
                        .delayElement(Duration.ofSeconds(70))
                        .then(call.offerPage("Look.", "https://jetty.io/acme"))
                        .then(Mono.never()));
    FakeClient slow = FakeClient.confirming(Mono.just(true));
    slow.answerDelay = Duration.ofMinutes(9);
    StepVerifier.withVirtualTime(() -> fixture.call(asks, "{}", slow))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(2 * 540 + 119))
        .thenAwait(Duration.ofSeconds(1))
        .assertNext(answer -> assertThat(answer.text()).contains("--timeout"))
        .verifyComplete();
    assertThat(slow.questions).hasSize(1);
    assertThat(slow.pages).hasSize(1);
  }

  @Test
  void cancellingACallCancelsItsRequests() {
    fixture.jetty.answers("/data", Mono.never());
    Disposable call = fixture.call(ToolCallsFixture.shows(), "{}", NOBODY).subscribe();
    call.dispose();
    assertThat(fixture.jetty.cancelled).containsExactly("/data");
  }

  @Test
  void concurrentCallsDoNotMix() {
    Param<String> word = Param.text("word", "").required();
    Tool echo =
        ToolCallsFixture.tool("echo")
            .takes(word)
            .runs(
                call ->
                    Mono.delay(Duration.ofMillis(1))
                        .map(tick -> Result.of(Json.object().put("note", call.in().get(word)))));
    ToolCalls calls = fixture.calls(echo);
    List<String> texts =
        Flux.range(0, 2_000)
            .flatMapSequential(
                i -> calls.call(echo, Json.object().put("word", "w" + i), NOBODY), 2_000)
            .map(ToolResponse::text)
            .collectList()
            .blockOptional(Duration.ofSeconds(30))
            .orElseThrow();
    for (int i = 0; i < 2_000; i++) {
      assertThat(texts.get(i)).isEqualTo("{\"note\":\"w" + i + "\"}");
    }
    assertThat(fixture.jetty.times(SecretiveJetty.environmentOf("acme"))).isEqualTo(1);
  }

  @Test
  void errorsAreBounded() {
    Tool verbose =
        ToolCallsFixture.tool("verbose")
            .runs(call -> Mono.error(new BadArguments("task", "It has: " + "€".repeat(60_000))));
    String text = fixture.answer(verbose, "{}").text();
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(32_000);
    assertThat(text).startsWith("verbose: It has: €").contains("… [+50").endsWith("characters]");
  }

  @Test
  void startedRunIsRememberedForAMinute() {
    Tool starts =
        ToolCallsFixture.tool("start")
            .runs(
                call -> {
                  call.started(new RunRef("acme", "t", "run-1"));
                  return Mono.just(Result.of(Json.object()));
                });
    Tool asks =
        ToolCallsFixture.tool("ask")
            .runs(
                call ->
                    Mono.just(
                        Result.of(Json.object().put("note", "" + call.justStarted("run-1")))));
    ToolCalls calls = fixture.calls(starts, asks);
    calls.call(starts, Json.object(), NOBODY).block();
    fixture.clock.advance(Duration.ofSeconds(59));
    assertThat(note(calls, asks)).contains("true");
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(note(calls, asks)).contains("false");
  }

  private static String note(ToolCalls calls, Tool tool) {
    return calls
        .call(tool, Json.object(), NOBODY)
        .map(ToolResponse::text)
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void latestIsTheRunThatTheSameTokenJustStarted() {
    fixture.jetty.answers(
        "/api/v1/db/trajectories/acme/t", "{\"trajectories\":[{\"trajectory_id\":\"feedbeef\"}]}");
    Tool starts =
        ToolCallsFixture.tool("start")
            .runs(
                call -> {
                  call.started(new RunRef("acme", "t", "0badf00d"));
                  return Mono.just(Result.of(Json.object()));
                });
    Tool asks =
        ToolCallsFixture.tool("ask")
            .takes(Tool.COLLECTION, CommonParams.TASK, CommonParams.TRAJECTORY)
            .runs(
                call ->
                    Mono.just(
                        Result.of(
                            Json.object().put("note", call.in().get(CommonParams.TRAJECTORY)))));
    ToolCalls calls = fixture.calls(starts, asks);
    ToolCalls ofOtherToken = fixture.calls(starts, asks);
    calls.call(starts, Json.object(), NOBODY).block();
    ObjectNode latest = Json.object().put("task", "t").put("trajectory_id", "latest");
    assertThat(calls.call(asks, latest, NOBODY).map(ToolResponse::text).block())
        .contains("0badf00d");
    assertThat(ofOtherToken.call(asks, latest, NOBODY).map(ToolResponse::text).block())
        .contains("feedbeef");
  }

  @Test
  void toolWithoutCollectionReadsNoEnvironment() {
    Tool free =
        Tool.named("free", "Free")
            .gives(() -> View.of(JsonNode.class))
            .runs(call -> Mono.just(Result.of(Json.object())));
    fixture.collection = Optional.empty();
    assertThat(fixture.answer(free, "{}").text()).isEqualTo("{}");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get-step-template   | {\"activity\":\"txt_echo\"} | Did you mean \"text_echo\"?",
        "list-step-templates | {\"category\":\"txt\"}      | Did you mean \"text\"?"
      })
  void errorOfAToolWithoutCollectionNamesWhatWasMeant(
      String name, String arguments, String expected) {
    fixture.collection = Optional.empty();
    fixture.jetty.answers(
        "/api/v1/step-templates", "[{\"activity_name\":\"text_echo\",\"category\":\"text\"}]");
    Tool tool =
        Catalog.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assertThat(fixture.answer(tool, arguments).text()).contains(expected);
  }
}
