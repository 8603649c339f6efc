package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Timeline.Span;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The environment is known before anything about a collection leaves. */
class EnvironmentPrefetchTest {
  private static final String SECRET = "correct horse battery";
  private static final String ENVIRONMENT = SecretiveJetty.environmentOf("acme");
  private static final FakeClient NOBODY = FakeClient.withoutElicitation();

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final Tool shows = ToolCallsFixture.shows();
  private final Sinks.One<JsonNode> gate = Sinks.one();

  @BeforeEach
  void aSecretInTheData() {
    fixture.jetty.answers("/data", "{\"said\":\"" + SECRET + "\"}");
    fixture.jetty.environment("acme", SECRET);
  }

  /** The environment comes when the test opens the gate. */
  private void holdTheEnvironment() {
    Mono<JsonNode> reading = environment();
    fixture.jetty.answers(ENVIRONMENT, gate.asMono().then(reading));
  }

  private Mono<JsonNode> environment() {
    return Mono.fromSupplier(
        () -> {
          fixture.jetty.secrets.learn("acme", List.of(Secret.of(SECRET)));
          return Json.object();
        });
  }

  @Test
  void firstResultWaitsForTheEnvironment() {
    holdTheEnvironment();
    List<ToolResponse> answers = new ArrayList<>();
    fixture.call(shows, "{}", NOBODY).subscribe(answers::add);
    assertThat(fixture.jetty.sent).containsExactly(ENVIRONMENT, "/data");
    assertThat(answers).isEmpty();
    gate.tryEmitValue(Json.object());
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).text()).doesNotContain(SECRET).contains("[redacted]");
  }

  @Test
  void errorsWaitForTheEnvironment() {
    holdTheEnvironment();
    fixture.jetty.fails("/data", new Refused(Refused.Kind.INVALID, 422, "bad: " + SECRET));
    List<ToolResponse> answers = new ArrayList<>();
    fixture.call(shows, "{}", NOBODY).subscribe(answers::add);
    assertThat(answers).isEmpty();
    gate.tryEmitValue(Json.object());
    assertThat(answers.get(0).text()).contains("bad: [redacted]");
  }

  @Test
  void progressIsGenericUntilTheEnvironmentIsKnown() {
    holdTheEnvironment();
    Sinks.One<Result> end = Sinks.one();
    FakeClient client = FakeClient.withoutElicitation();
    Tool tells =
        ToolCallsFixture.tool("tell")
            .runs(
                call -> {
                  call.progress("step " + SECRET);
                  return gate.asMono()
                      .doOnNext(open -> call.progress("step " + SECRET + " done"))
                      .then(end.asMono());
                });
    fixture.call(tells, "{}", client).subscribe();
    gate.tryEmitValue(Json.object());
    end.tryEmitValue(Result.of(Json.object()));
    assertThat(client.progressMessages).containsExactly("working", "step [redacted] done");
  }

  @Test
  void timelineIsEmptyUntilTheEnvironmentIsKnownAndThenRedacted() {
    holdTheEnvironment();
    FakeClient client = FakeClient.withoutElicitation();
    Timeline timeline =
        new Timeline(
            "task " + SECRET,
            Optional.of("https://jetty.io/" + SECRET),
            Instant.EPOCH,
            List.of(
                new Span(
                    "step\u001b[2J\n" + SECRET, "running", Optional.empty(), Optional.empty())));
    Tool draws =
        ToolCallsFixture.tool("draw")
            .runs(
                call -> {
                  call.offerTimeline(() -> timeline);
                  return Mono.never();
                });
    fixture.call(draws, "{}", client).subscribe();
    assertThat(client.timeline.get()).isEmpty();
    gate.tryEmitValue(Json.object());
    assertThat(client.timeline.get())
        .contains(
            new Timeline(
                "task [redacted]",
                Optional.of("https://jetty.io/[redacted]"),
                Instant.EPOCH,
                List.of(
                    new Span("step [redacted]", "running", Optional.empty(), Optional.empty()))));
  }

  @Test
  void environmentIsReadAgainAfterFiveMinutes() {
    ToolCalls calls = fixture.calls(shows);
    show(calls);
    fixture.clock.advance(Duration.ofSeconds(299));
    show(calls);
    assertThat(fixture.jetty.times(ENVIRONMENT)).isEqualTo(1);
    fixture.clock.advance(Duration.ofSeconds(1));
    show(calls);
    assertThat(fixture.jetty.times(ENVIRONMENT)).isEqualTo(2);
  }

  private ToolResponse show(ToolCalls calls) {
    return calls.call(shows, Json.object(), NOBODY).blockOptional().orElseThrow();
  }

  @Test
  void concurrentCallsShareOneRead() {
    holdTheEnvironment();
    ToolCalls calls = fixture.calls(shows);
    List<ToolResponse> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.call(shows, Json.object(), NOBODY).subscribe(answers::add);
    }
    gate.tryEmitValue(Json.object());
    assertThat(fixture.jetty.times(ENVIRONMENT)).isEqualTo(1);
    assertThat(answers).hasSize(3).allSatisfy(a -> assertThat(a.text()).contains("[redacted]"));
  }

  @Test
  void cancellingOneCallKeepsTheReadOfTheOther() {
    holdTheEnvironment();
    ToolCalls calls = fixture.calls(shows);
    List<ToolResponse> answers = new ArrayList<>();
    Disposable first = calls.call(shows, Json.object(), NOBODY).subscribe();
    calls.call(shows, Json.object(), NOBODY).subscribe(answers::add);
    first.dispose();
    gate.tryEmitValue(Json.object());
    assertThat(fixture.jetty.cancelled).doesNotContain(ENVIRONMENT);
    assertThat(answers.get(0).text()).contains("[redacted]");
  }

  @Test
  void cancellingTheLastCallCancelsTheRead() {
    holdTheEnvironment();
    ToolCalls calls = fixture.calls(shows);
    calls.call(shows, Json.object(), NOBODY).subscribe().dispose();
    assertThat(fixture.jetty.cancelled).contains(ENVIRONMENT);
    fixture.jetty.answers(ENVIRONMENT, environment());
    assertThat(show(calls).text()).contains("[redacted]");
  }

  @ParameterizedTest
  @EnumSource(
      value = Refused.Kind.class,
      names = {"FORBIDDEN", "NOT_FOUND"})
  void secretPatternsAreRedactedIfTheEnvironmentIsForbidden(Refused.Kind kind) {
    String key = "sk-ant-" + "a".repeat(40);
    fixture.jetty.fails(ENVIRONMENT, new Refused(kind, 403, ""));
    fixture.jetty.answers("/data", "{\"said\":\"" + key + " and more\"}");
    ToolResponse answer = fixture.answer(shows, "{}");
    assertThat(answer.isError()).isFalse();
    assertThat(answer.text()).contains("and more").doesNotContain(key);
  }

  static Stream<Failure> uselessAnswers() {
    return Stream.of(
        new Unavailable(Unavailable.Reason.TIMED_OUT, "no reply"),
        new Unavailable(Unavailable.Reason.SERVER_ERROR, 500, "oops", Optional.empty()),
        new Unavailable(Unavailable.Reason.UNREADABLE, "not JSON"),
        new Refused(Refused.Kind.INVALID, 422, "odd"),
        new RateLimited(Optional.empty()),
        new NotSignedIn(false, ""),
        new Failure.TooLarge(1),
        new Failure.Defect(new IllegalStateException()));
  }

  @ParameterizedTest
  @MethodSource("uselessAnswers")
  void readingToolFailsIfTheEnvironmentIsUnknown(Failure failure) {
    fixture.jetty.fails(ENVIRONMENT, failure);
    ToolResponse answer = fixture.answer(shows, "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text())
        .contains("the collection's environment", "could not be read", "Retry later")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @MethodSource("uselessAnswers")
  void errorsDoNotQuoteJettyIfTheEnvironmentIsUnknown(Failure failure) {
    fixture.jetty.fails(ENVIRONMENT, failure);
    for (Failure quoting :
        List.of(
            new Refused(Refused.Kind.INVALID, 422, SECRET),
            new NotSignedIn(true, SECRET),
            new RateLimited(Optional.empty(), SECRET),
            new Unavailable(Unavailable.Reason.SERVER_ERROR, 500, SECRET, Optional.empty()))) {
      fixture.jetty.fails("/data", quoting);
      assertThat(fixture.answer(shows, "{}").text())
          .doesNotContain(SECRET)
          .doesNotContain("Internal error in jetty-mcp");
    }
  }

  @ParameterizedTest
  @MethodSource("uselessAnswers")
  void failedReadIsNotCached(Failure failure) {
    ToolCalls calls = fixture.calls(shows);
    fixture.jetty.fails(ENVIRONMENT, failure);
    show(calls);
    fixture.jetty.environment("acme", SECRET);
    assertThat(show(calls).text()).contains("[redacted]");
  }

  @Test
  void refusedReadIsNotCached() {
    ToolCalls calls = fixture.calls(shows);
    fixture.jetty.fails(ENVIRONMENT, new Refused(Refused.Kind.FORBIDDEN, 403, ""));
    show(calls);
    fixture.jetty.environment("acme", SECRET);
    assertThat(show(calls).text()).contains("[redacted]");
  }

  @Test
  void resultWaitsAtMostTenSeconds() {
    fixture.jetty.answers(ENVIRONMENT, Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(shows, "{}", NOBODY))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(9_999))
        .thenAwait(Duration.ofMillis(1))
        .assertNext(answer -> assertThat(answer.text()).contains("could not be read"))
        .verifyComplete();
    assertThat(fixture.jetty.cancelled).contains(ENVIRONMENT);
  }

  @Test
  void resultCutFromAnUnredactedReplyIsWithheldIfTheEnvironmentComesLater() {
    holdTheEnvironment();
    Sinks.One<JsonNode> later = Sinks.one();
    fixture.jetty.answers("/later", later.asMono());
    Tool cuts =
        ToolCallsFixture.tool("cut")
            .runs(
                call ->
                    call.send(Request.get("/data"))
                        .map(reply -> reply.body().path("said").stringValue().substring(0, 13))
                        .delayUntil(half -> call.send(Request.get("/later")))
                        .map(half -> Result.of(Json.object().put("note", half))));
    StepVerifier.withVirtualTime(() -> fixture.call(cuts, "{}", NOBODY))
        .expectSubscription()
        .thenAwait(Duration.ofSeconds(10))
        .then(() -> gate.tryEmitEmpty())
        .then(() -> later.tryEmitValue(Json.object()))
        .thenAwait(Duration.ofSeconds(10))
        .assertNext(
            answer ->
                assertThat(answer.text())
                    .contains("could not be read")
                    .doesNotContain(SECRET.substring(0, 13)))
        .verifyComplete();
  }

  @Test
  void writeIsReportedWithIdStatusAndUrlAloneIfTheEnvironmentIsUnknown() {
    fixture.jetty.answers(ENVIRONMENT, Mono.never());
    StepVerifier.withVirtualTime(() -> fixture.call(starts(), "{}", NOBODY))
        .thenAwait(Duration.ofSeconds(10))
        .assertNext(
            answer -> {
              JsonNode shown = answer.structured().orElseThrow();
              assertThat(shown.propertyNames())
                  .containsExactlyInAnyOrder(
                      "trajectory_id", "status", "url", "finished", "text", "warnings", "next");
              assertThat(shown.path("trajectory_id").asString()).isEqualTo("run-1");
              assertThat(shown.path("text").asString()).isEqualTo("[withheld]");
              assertThat(shown.path("warnings").toString())
                  .contains("effects of the call remain", "environment could not be read");
              assertThat(shown.path("next")).hasSize(1);
              assertThat(answer.text()).doesNotContain("correct").doesNotContain("battery");
              assertThat(answer.attached()).isEmpty();
            })
        .verifyComplete();
  }

  @ParameterizedTest
  @MethodSource("uselessAnswers")
  void writeShowsNoTextOfJettyIfTheEnvironmentIsUnknown(Failure failure) {
    fixture.jetty.fails(ENVIRONMENT, failure);
    ToolResponse answer = fixture.answer(starts(), "{}");
    assertThat(answer.isError()).isFalse();
    assertThat(answer.text()).contains("run-1").doesNotContain("correct").doesNotContain("battery");
  }

  private static Tool starts() {
    View<JsonNode> view =
        View.of(JsonNode.class)
            .text("trajectory_id")
            .text("workflow_id")
            .text("status")
            .text("url")
            .bool("finished")
            .text("text")
            .required()
            .text("note")
            .any("outputs")
            .integer("number");
    ObjectNode said = Json.object().put("trajectory_id", "run-1").put("status", "completed");
    said.put("url", "https://jetty.io/acme/t/run-1").put("finished", true);
    said.put("text", SECRET).put("note", SECRET).put("number", 1_234_567_890);
    said.put("workflow_id", SECRET).putObject("outputs").put("status", SECRET);
    Signature show = Signature.of("show", Tool.COLLECTION);
    return Tool.named("show", "Start")
        .effect(Effect.START)
        .gives(() -> view)
        .takes(Tool.COLLECTION)
        .runs(
            call ->
                Mono.just(
                    Result.of(said)
                        .suggest(show.with(Tool.COLLECTION, SECRET).because("it"))
                        .suggest(show.with(Tool.COLLECTION, "acme").because("it"))));
  }

  @Test
  void statusThatIsNoWordForOneIsWithheld() {
    fixture.jetty.answers(ENVIRONMENT, Mono.error(new Failure.TooLarge(1)));
    Tool starts =
        Tool.named("start", "Start")
            .effect(Effect.START)
            .gives(() -> View.of(JsonNode.class).text("status").required())
            .takes(Tool.COLLECTION)
            .runs(call -> Mono.just(Result.of(Json.object().put("status", "correcthorse"))));
    assertThat(fixture.answer(starts, "{}").text())
        .contains("\"status\":\"[withheld]\"")
        .doesNotContain("correcthorse");
  }

  @Test
  void runsOfABatchThatDidNotStartAreReportedIfTheEnvironmentIsUnknown() {
    fixture.jetty.fails(ENVIRONMENT, new Failure.TooLarge(1));
    ObjectNode batch =
        ToolCallsFixture.json(
            """
            {
              "runs": [
                {"index": 0, "status": "not_started", "error": "correct horse battery"},
                {"index": 1, "status": "refused"},
                {"index": 2, "status": "unknown"},
                {"index": 3, "status": "other"},
                {"index": 4, "status": "completed", "trajectory_id": "run-4"}
              ],
              "totals": {"completed": 1, "not_started": 1, "unsuccessful": 1},
              "outputs": {"completed": 1, "correct horse battery": 1},
              "counts": {"completed": "correct horse battery"}
            }
            """);
    Tool starts =
        Tool.named("batch", "Start runs")
            .effect(Effect.START)
            .gives(
                () ->
                    View.of(JsonNode.class).any("runs").any("totals").any("outputs").any("counts"))
            .takes(Tool.COLLECTION)
            .runs(call -> Mono.just(Result.of(batch)));
    ObjectNode shown = fixture.answer(starts, "{}").structured().orElseThrow();
    assertThat(shown.without("warnings"))
        .isEqualTo(
            ToolCallsFixture.json(
                """
                {
                  "runs": [
                    {"index": 0, "status": "not_started"},
                    {"index": 1, "status": "refused"},
                    {"index": 2, "status": "unknown"},
                    {"index": 3, "status": "other"},
                    {"index": 4, "status": "completed", "trajectory_id": "run-4"}
                  ],
                  "totals": {"completed": 1, "not_started": 1, "unsuccessful": 1}
                }
                """));
  }

  @Test
  void pathOfASavedFileIsReportedIfTheCallerNamedIt() {
    fixture.jetty.fails(ENVIRONMENT, new Failure.TooLarge(1));
    assertThat(fixture.answer(saves(), "{\"save_to\":\"report.md\"}").text())
        .contains("\"path\":\"/data/report.md\"");
    assertThat(fixture.answer(saves(), "{}").text()).contains("\"path\":\"[withheld]\"");
  }

  private static Tool saves() {
    return Tool.named("save", "Save")
        .effect(Effect.SAVE)
        .gives(() -> View.of(JsonNode.class).text("path").required())
        .takes(CommonParams.SAVE_TO, Tool.COLLECTION)
        .runs(call -> Mono.just(Result.of(Json.object().put("path", "/data/report.md"))));
  }

  @Test
  void argumentErrorAboutAReplyIsNotQuotedIfTheEnvironmentIsUnknown() {
    fixture.jetty.fails(ENVIRONMENT, new Failure.TooLarge(1));
    Tool refuses =
        ToolCallsFixture.tool("refuse")
            .sends(
                in -> Request.get("/data"),
                (in, reply) -> {
                  throw new BadArguments("step", "Known steps: " + reply.body());
                });
    assertThat(fixture.answer(refuses, "{}").text())
        .contains("\"step\" was refused", "retry later")
        .doesNotContain(SECRET);
  }

  @Test
  void valuesLearnedFromAReplyAreRedactedInItsResult() {
    fixture.jetty.environment("acme");
    Tool changes =
        ToolCallsFixture.tool("change")
            .effect(Effect.OVERWRITE)
            .runs(
                call ->
                    environment()
                        .map(learnt -> Result.of(Json.object().put("note", "set " + SECRET))));
    assertThat(fixture.answer(changes, "{}").text()).isEqualTo("{\"note\":\"set [redacted]\"}");
  }

  @Test
  void eachCollectionIsReadSeparately() {
    fixture.jetty.environment("beta", SECRET);
    fixture.jetty.environment("acme");
    ToolCalls calls = fixture.calls(shows);
    assertThat(show(calls).text()).contains(SECRET);
    ToolResponse beta =
        calls
            .call(shows, Json.object().put("collection", "beta"), NOBODY)
            .blockOptional()
            .orElseThrow();
    assertThat(beta.text()).doesNotContain(SECRET);
  }

  @Test
  void argumentErrorOfAHandlerIsReportedUnchanged() {
    fixture.jetty.fails(ENVIRONMENT, new Refused(Refused.Kind.NOT_FOUND, 404, ""));
    Tool refuses =
        ToolCallsFixture.tool("refuse")
            .runs(call -> Mono.error(new BadArguments("step", "No such step.")));
    assertThat(fixture.answer(refuses, "{}").text()).isEqualTo("refuse: No such step.");
  }
}
