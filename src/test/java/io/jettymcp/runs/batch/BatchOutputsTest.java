package io.jettymcp.runs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests outputs, continuation and shared arguments of a batch. */
class BatchOutputsTest {
  private static final String LISTED = "GET /api/v1/db/trajectories/acme/test-echo";

  @Test
  void requestedOutputsAreShownForEachRun() {
    JsonNode runs =
        batch(jetty("{'text':'Hi','n':1}"), "'outputs':['echo.outputs.n','echo.outputs.no']")
            .shown()
            .path("runs");
    assertThat(runs.path(0).path("outputs")).isEqualTo(json("{'echo.outputs.n':1}"));
    assertThat(runs.path(0).path("missing")).isEqualTo(json("['echo.outputs.no']"));
    assertThat(runs.path(0).has("look")).isFalse();
  }

  @Test
  void beginningOfOutputsIsShownWithoutPaths() {
    JsonNode runs = batch(jetty("{'text':'Hi'}"), "'wait_seconds':5").shown().path("runs");
    assertThat(runs.path(0).path("look").asString("")).contains("echo", "Hi");
    assertThat(runs.path(1).has("look")).isTrue();
  }

  @Test
  void largeOutputIsReplacedByItsSizeAndACall() {
    ToolHarness call =
        batch(
            jetty("{'text':'" + "x".repeat(9_000) + "'}"),
            "'outputs':['echo.outputs.text'],'wait_seconds':5");
    assertThat(call.shown().at("/runs/0/large").path("echo.outputs.text").asInt()).isEqualTo(9_002);
    assertThat(call.result().next().get(0).arguments().path("path").asString(""))
        .isEqualTo("echo.outputs.text");
  }

  @Test
  void outputsThatDoNotFitTogetherAreReadByGetOutputs() {
    List<Next> calls =
        batch(jetty("{'text':'Hi'}"), "'outputs':['echo.outputs.text']").result().ifCut();
    assertThat(calls).extracting(Next::tool).containsExactly("get-outputs");
    assertThat(calls.get(0).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'test-echo','paths':['echo.outputs.text'],"
                    + "'trajectory_ids':['1a2b3c4d','1a2b3c4d']}"));
  }

  @Test
  void noOutputsAreReadWhereTheCallNamesNone() {
    assertThat(batch(jetty("{'text':'Hi'}"), "'wait_seconds':5").result().ifCut()).isEmpty();
  }

  @Test
  void runsShareFilesSecretsAndTrialKeys(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("in.csv"), "a");
    FakeJetty jetty = jetty("{}");
    ToolHarness.of(
        RunTools.RUN_BATCH,
        jetty,
        new FakeLocalAccess().file("in.csv", file).variable("MY_TOKEN", "token-of-the-process"),
        (ObjectNode)
            json(
                "{'task':'test-echo','runs':[{'text':'a'},{'text':'b'}],'files':['in.csv'],"
                    + "'secret_params':{'api':'secret-of-run'},'secret_env':{'t':'MY_TOKEN'},"
                    + "'use_trial_keys':'yes'}"));
    assertThat(starts(jetty))
        .hasSize(2)
        .allSatisfy(
            form ->
                assertThat(form.lines().skip(1))
                    .containsExactly(
                        "files=@in.csv",
                        "use_trial_keys=true",
                        "secret_params={\"api\":\"secret-of-run\","
                            + "\"t\":\"token-of-the-process\"}"));
  }

  @Test
  void trialKeysCanBeDeclined() {
    FakeJetty jetty = jetty("{}");
    batch(jetty, "'use_trial_keys':'no'");
    assertThat(starts(jetty)).allSatisfy(form -> assertThat(form).doesNotContain("trial"));
  }

  @Test
  void resumedBatchStartsOnlyMissingRuns() {
    FakeJetty jetty = jetty("{'text':'Hi'}");
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH,
            jetty,
            "{'task':'test-echo','runs':[{},{'text':'b'},{},{}],"
                + "'started':{'0':'0badf00d','2':'refused','3':'unknown'}}");
    assertThat(starts(jetty)).hasSize(1).allMatch(form -> form.contains("{\"text\":\"b\"}"));
    assertThat(call.shown().path("runs"))
        .extracting(run -> run.path("status").asString())
        .containsExactly("completed", "completed", "refused", "unknown");
    assertThat(call.shown().at("/runs/0/trajectory_id").asString("")).isEqualTo("0badf00d");
    assertThat(call.shown().path("note").asString(""))
        .contains(
            "Refused, so that no run was started: 2.", "Unknown whether these are running: 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'2':'0badf00d'}", "{'x':'0badf00d'}", "{'0':'a/b'}", "{'-1':'a'}"})
  void invalidStartedIsRefused(String started) {
    FakeJetty jetty = jetty("{}");
    assertThat(batch(jetty, "'started':" + started).failure(BadArguments.class).argument())
        .isEqualTo("started");
    assertThat(starts(jetty)).isEmpty();
  }

  @Test
  void nextCallOmitsSecrets() {
    FakeJetty jetty =
        new FakeJetty(
            request ->
                FakeJetty.line(request).equals(RunStartTest.RUN)
                    ? fail(new Unavailable(Unavailable.Reason.NOT_CONNECTED, ""))
                    : answer(request, "{}"));
    ToolHarness call = batch(jetty, "'secret_params':{'api':'secret-of-run'},'wait_seconds':2");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'not_started':2}"));
    assertThat(call.result().next()).extracting(Next::tool).doesNotContain("run-batch");
    assertThat(call.shown().path("note").asString("")).contains("run-batch again", "started");
  }

  @Test
  void unansweredStartFindsTheRunByItsInputs() {
    FakeJetty jetty =
        new FakeJetty(
            request -> {
              if (FakeJetty.line(request).equals(RunStartTest.RUN)
                  && FakeJetty.body(request).contains("\"b\"")) {
                return fail(new Unavailable(Unavailable.Reason.BROKEN_OFF, ""));
              }
              return answer(request, "{'text':'Hi'}");
            });
    ToolHarness call = batch(jetty, "'wait_seconds':20");
    assertThat(call.shown().at("/runs/1/trajectory_id").asString("")).isEqualTo("feedbeef");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':2}"));
    assertThat(starts(jetty)).hasSize(2);
  }

  /** Returns a Jetty whose runs are finished with these outputs of the step echo. */
  private static FakeJetty jetty(String outputs) {
    return new FakeJetty(request -> answer(request, outputs));
  }

  private static JsonNode answer(Request request, String outputs) {
    String line = FakeJetty.line(request);
    if (line.startsWith(LISTED)) {
      return json(
          "{'trajectories':[{'trajectory_id':'feedbeef','created':'2026-03-04T10:17:31',"
              + "'init_params':{'text':'b'}}]}");
    }
    return switch (line) {
      case RunStartTest.TASK -> json(Acme.TASK);
      case RunStartTest.TRIAL -> throw Routes.notFound();
      case RunStartTest.ENVIRONMENT -> json(Acme.ENVIRONMENT);
      case RunStartTest.RUN -> json(Acme.STARTED);
      default -> json("{'status':'completed','steps':{'echo':{'outputs':" + outputs + "}}}");
    };
  }

  private static JsonNode fail(RuntimeException failure) {
    throw failure;
  }

  private static List<String> starts(FakeJetty jetty) {
    return jetty.requests().stream()
        .filter(request -> FakeJetty.line(request).equals(RunStartTest.RUN))
        .map(FakeJetty::body)
        .toList();
  }

  private static ToolHarness batch(FakeJetty jetty, String more) {
    return ToolHarness.of(
        RunTools.RUN_BATCH,
        jetty,
        "{'task':'test-echo','runs':[{'text':'a'},{'text':'b'}]," + more + "}");
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
