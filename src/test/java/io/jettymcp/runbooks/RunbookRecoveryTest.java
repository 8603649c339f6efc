package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.CHAT;
import static io.jettymcp.runbooks.SampleRunbook.LIST;
import static io.jettymcp.runbooks.SampleRunbook.RUN;
import static io.jettymcp.runbooks.SampleRunbook.RUNNING;
import static io.jettymcp.runbooks.SampleRunbook.chunk;
import static io.jettymcp.runbooks.SampleRunbook.neverEnding;
import static io.jettymcp.runbooks.SampleRunbook.preflight;
import static io.jettymcp.runbooks.SampleRunbook.remote;
import static io.jettymcp.runbooks.SampleRunbook.routes;
import static io.jettymcp.runbooks.SampleRunbook.run;
import static io.jettymcp.runbooks.SampleRunbook.stream;
import static io.jettymcp.runbooks.SampleRunbook.textChunk;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tests that a run is found after any fault of its stream, and never started twice. */
class RunbookRecoveryTest {
  @Test
  void silentStreamIsReplacedByPolling() {
    ToolHarness call =
        run(
            neverEnding(
                preflight()
                    .on(CHAT, stream(chunk("1a2b3c4d")))
                    .on(RUN, RUNNING)
                    .on(RUN, SampleRunbook.ENDED)),
            remote(",'wait_seconds':300"));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.took()).isLessThan(Duration.ofSeconds(30));
    assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
  }

  @Test
  void brokenStreamIsReplacedByPolling() {
    for (Failure failure :
        List.of(
            brokenOff(),
            new Unavailable(Reason.TIMED_OUT, ""),
            new Unavailable(Reason.UNREADABLE, ""),
            new TooLarge(1),
            new StillRunning())) {
      ToolHarness call =
          run(
              preflight()
                  .on(CHAT, breakingOff(failure, chunk("1a2b3c4d")))
                  .on(RUN, RUNNING)
                  .on(RUN, SampleRunbook.ENDED),
              "");
      assertThat(call.shown().path("status").asString()).isEqualTo("completed");
      assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
    }
  }

  static Stream<Failure> unanswered() {
    return Stream.of(
        brokenOff(),
        new Unavailable(Reason.TIMED_OUT, ""),
        new Unavailable(Reason.UNREADABLE, ""),
        new Unavailable(Reason.SERVER_ERROR, 502, "", Optional.empty()),
        new StillRunning());
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void unansweredStartFindsTheNewRun(Failure failure) {
    ToolHarness call =
        run(
            preflight()
                .on(LIST, Routes.notFound())
                .on(LIST, "{'trajectories':[]}")
                .on(
                    LIST,
                    list("1a2b3c4d", "2026-03-04T10:17:32Z", "0ld00001", "2026-03-04T09:00:00"))
                .on(CHAT, failure)
                .on(RUN, SampleRunbook.ENDED),
            "");
    assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
  }

  @Test
  void earlierRunIsNotReturnedAsTheNewOne() {
    String before = list("1a2b3c4d", "2026-03-04T10:17:30Z");
    ToolHarness call = run(emptyPreflight().on(LIST, before).on(CHAT, new StillRunning()), "");
    assertIsHandleWithoutId(call);
  }

  @Test
  void severalNewRunsAreAmbiguous() {
    ToolHarness call =
        run(
            preflight()
                .on(
                    LIST,
                    list("1a2b3c4d", "2026-03-04T10:17:32Z", "2b2b2b2b", "2026-03-04T10:17:31Z"))
                .on(CHAT, new StillRunning()),
            "");
    assertIsHandleWithoutId(call);
  }

  @Test
  void newRunIsUnknownWithoutAnEarlierList() {
    ToolHarness call =
        run(
            emptyPreflight()
                .on(LIST, new Unavailable(Reason.TIMED_OUT, ""))
                .on(LIST, list("1a2b3c4d", "2026-03-04T10:17:32Z"))
                .on(CHAT, new StillRunning()),
            "");
    assertIsHandleWithoutId(call);
  }

  @Test
  void streamWithoutAnIdReturnsAHandle() {
    for (int seconds : new int[] {0, 45}) {
      ToolHarness call =
          run(
              neverEnding(preflight().on(CHAT, stream(textChunk("hello")))),
              remote(",'wait_seconds':" + seconds));
      assertIsHandleWithoutId(call);
      assertThat(call.took()).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void optionalReadsAreBounded() {
    FakeJetty jetty =
        routes()
            .jetty()
            .neverEnding(
                request ->
                    request.path().startsWith("/api/v1/trial/")
                        || request.path().startsWith("/api/v1/db/trajectories/"));
    ToolHarness call = run(jetty, remote(""));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.took()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void silentJettyDoesNotDelayTheHandle() {
    Routes broken = emptyPreflight().on(LIST, "{'trajectories':[]}").on(CHAT, new StillRunning());
    for (int seconds : new int[] {0, 45}) {
      ToolHarness call = run(new FakeJetty(broken, 6), remote(",'wait_seconds':" + seconds));
      assertIsHandleWithoutId(call);
      assertThat(call.took()).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void idMustBeAPathSegment() {
    ToolHarness call =
        run(
            preflight()
                .on(
                    CHAT,
                    json("""
                        [{"id":"chatcmpl-..","jetty_metadata":{"trajectory_id":"../../x",
                         "workflow_id":"a--b/c"}}]""")
                        .toString()),
            "");
    assertIsHandleWithoutId(call);
  }

  @Test
  void completionIdOfAProviderIsNotARunId() {
    ToolHarness call =
        run(preflight().on(CHAT, stream("{'id':'chatcmpl-9fYx0000000000000000000000000'}")), "");
    assertIsHandleWithoutId(call);
  }

  static Stream<Failure> certain() {
    return Stream.of(
        new Unavailable(Reason.NOT_CONNECTED, ""),
        new NotSignedIn(true, ""),
        new RateLimited(Optional.empty()),
        new Refused(Refused.Kind.FORBIDDEN, 403, ""),
        new Refused(Refused.Kind.INVALID, 422, ""));
  }

  @ParameterizedTest
  @MethodSource("certain")
  void undeliveredRequestIsAnError(Failure failure) {
    ToolHarness call = run(preflight().on(CHAT, failure), "");
    assertThat(call.failure()).contains(failure);
    assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
    assertThat(call.jetty().lines()).endsWith(CHAT);
  }

  @Test
  void serverErrorWithoutANewRunIsAnError() {
    Unavailable fault = new Unavailable(Reason.SERVER_ERROR, 500, "boom", Optional.empty());
    assertThat(run(preflight().on(CHAT, fault), "").failure(StartUnknown.class).why())
        .isEqualTo(fault);
    ToolHarness streamed =
        run(preflight().on(CHAT, stream("{'error':{'message':'no credit'}}")), "");
    assertThat(streamed.failure(StartUnknown.class).detail()).isEqualTo("no credit");
    ToolHarness plain = run(preflight().on(CHAT, "{'error':'no credit'}"), "");
    assertThat(plain.failure(StartUnknown.class).detail()).isEqualTo("no credit");
  }

  static Stream<Unavailable> withoutAReplyOfJetty() {
    return Stream.of(
        brokenOff(),
        new Unavailable(Reason.UNREADABLE, "no JSON"),
        new Unavailable(Reason.INTERCEPTED, 200, "a sign-in page", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("withoutAReplyOfJetty")
  void startThatJettyDidNotReplyToIsAnError(Unavailable fault) {
    ToolHarness call = run(preflight().on(CHAT, fault), "");
    assertThat(call.failure(StartUnknown.class).why()).isEqualTo(fault);
    assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
  }

  @Test
  void streamThatBreaksOffBeforeTheIdReturnsAHandle() {
    ToolHarness call = run(preflight().on(CHAT, breakingOff(brokenOff(), textChunk("hello"))), "");
    assertIsHandleWithoutId(call);
  }

  private static Unavailable brokenOff() {
    return new Unavailable(Reason.BROKEN_OFF, "");
  }

  private static void assertIsHandleWithoutId(ToolHarness call) {
    assertThat(call.shown().has("trajectory_id")).isFalse();
    assertThat(call.shown().path("mode").asString()).isEqualTo("remote");
    assertThat(call.shown().path("finished").asBoolean(true)).isFalse();
    assertThat(call.shown().path("note").asString()).contains("Do not start it again");
    assertThat(call.result().next().get(0).tool()).isEqualTo("list-trajectories");
    assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
  }

  /** Adds routes of the preflight except the list of runs. */
  private static Routes emptyPreflight() {
    return new Routes()
        .on(SampleRunbook.TASK, Routes.notFound())
        .on(SampleRunbook.ENVIRONMENT, SampleRunbook.KEYS)
        .on(SampleRunbook.TRIAL, Routes.notFound());
  }

  private static String list(String... idsAndTimes) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < idsAndTimes.length; i += 2) {
      list.append(list.isEmpty() ? "" : ",")
          .append("{\"trajectory_id\":\"" + idsAndTimes[i] + "\",")
          .append("\"created\":\"" + idsAndTimes[i + 1] + "\"}");
    }
    return "{\"trajectories\":[" + list + "]}";
  }

  private static Function<Request, JsonNode> breakingOff(Failure failure, String event) {
    return request -> {
      ((ResponseHandling.Events) request.handling()).listener().accept(json(event));
      throw failure;
    };
  }
}
