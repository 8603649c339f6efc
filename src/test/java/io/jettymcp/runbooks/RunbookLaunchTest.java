package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.CHAT;
import static io.jettymcp.runbooks.SampleRunbook.LIST;
import static io.jettymcp.runbooks.SampleRunbook.RUN;
import static io.jettymcp.runbooks.SampleRunbook.RUNNING;
import static io.jettymcp.runbooks.SampleRunbook.arguments;
import static io.jettymcp.runbooks.SampleRunbook.body;
import static io.jettymcp.runbooks.SampleRunbook.chunk;
import static io.jettymcp.runbooks.SampleRunbook.jettyPart;
import static io.jettymcp.runbooks.SampleRunbook.neverEnding;
import static io.jettymcp.runbooks.SampleRunbook.preflight;
import static io.jettymcp.runbooks.SampleRunbook.remote;
import static io.jettymcp.runbooks.SampleRunbook.request;
import static io.jettymcp.runbooks.SampleRunbook.routes;
import static io.jettymcp.runbooks.SampleRunbook.run;
import static io.jettymcp.runbooks.SampleRunbook.stream;
import static io.jettymcp.runbooks.SampleRunbook.textChunk;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunbookTools;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the request for a runbook, and the wait for its run. */
class RunbookLaunchTest {
  @Test
  void finishedRunShowsOutputsAndFiles() {
    ToolHarness call = run(routes(), "");
    assertThat(call.shown())
        .isEqualTo(
            json(
                """
                {"mode":"remote","trajectory_id":"1a2b3c4d","status":"completed","finished":true,
                 "verdict":"no_report","duration_seconds":60.0,"outputs":{"run":{"success":true,"results_files":
                 [{"path":"acme/reports/0000/report.md","content_type":"text/markdown",
                 "extension":"md"}],"primary_files":["acme/reports/0000/report.md"],
                 "files":[],"usage":{"total_tokens":12}}},
                 "files":[{"step":"run","path":"acme/reports/0000/report.md"}],
                 "warnings":["Jetty reports the run as completed, but the step run did not succeed: it left no validation_report.json, so it stopped before its checks. The agent probably ran out of time: raise timeout_sec, or ask for less in one run."],
                 "url":"https://jetty.io/acme/reports/1a2b3c4d"}"""));
    assertThat(call.call().justStarted("1a2b3c4d")).isTrue();
    assertThat(call.jetty().lines())
        .startsWith(
            SampleRunbook.TASK,
            SampleRunbook.ENVIRONMENT,
            SampleRunbook.TRIAL,
            LIST + "?limit=5&page=1",
            CHAT);
  }

  @Test
  void runbookIsSentAsSystemMessage() {
    ToolHarness call = run(routes(), "");
    Request sent = request(call, CHAT);
    JsonNode body = body(call, CHAT);
    assertThat(sent.startsRun()).isTrue();
    assertThat(sent.handling()).isInstanceOf(ResponseHandling.Events.class);
    assertThat(body.path("stream").asBoolean()).isTrue();
    assertThat(body.path("model").asString()).isEqualTo("claude-sonnet-4-6");
    assertThat(body.path("messages").path(0).path("role").asString()).isEqualTo("system");
    assertThat(body.path("messages").path(0).path("content").asString())
        .isEqualTo(SampleRunbook.TEXT);
    assertThat(body.path("messages").path(1))
        .isEqualTo(json("{'role':'user','content':'Execute the runbook.'}"));
    assertThat(body.path("messages")).hasSize(2);
    assertThat(body.path("jetty"))
        .isEqualTo(
            json(
                """
                {"runbook":true,"collection":"acme","task":"reports","agent":"claude-code",
                 "model_provider":"anthropic","snapshot":"prism-playwright",
                 "template_variables":{"topic":"sea","sample_size":"10",
                 "results_dir":"/app/results"},"timeout_hint":45}"""));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "30, 30", "90, 90", "600, 90"})
  void timeoutHintIsTheWaitUpTo90Seconds(int wait, int hint) {
    ToolHarness call = run(routes(), ",'wait_seconds':" + wait);
    assertThat(jettyPart(call).path("timeout_hint").asInt()).isEqualTo(hint);
  }

  @Test
  void timeLimitAndLabelsAreSent() {
    JsonNode jetty = jettyPart(run(routes(), ",'timeout_sec':3000,'labels':{'team':'docs'}"));
    assertThat(jetty.path("timeout_sec").asInt()).isEqualTo(3_000);
    assertThat(jetty.path("labels")).isEqualTo(json("{'team':'docs'}"));
  }

  @Test
  void secretsOfTheCallAreSent() {
    Routes routes =
        new Routes()
            .on(SampleRunbook.TASK, Routes.notFound())
            .on(SampleRunbook.ENVIRONMENT, "{'environment_variables':{}}")
            .on(SampleRunbook.TRIAL, "{'active':false}")
            .on(LIST, Routes.notFound())
            .on(CHAT, stream(chunk("1a2b3c4d")))
            .on(SampleRunbook.RUN, SampleRunbook.ENDED);
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.RUN_RUNBOOK,
            routes.jetty(),
            new FakeLocalAccess().variable("MY_KEY", "value-of-the-key"),
            remote(
                ",'secret_params':{'SLACK_URL':'value-of-the-url'},"
                    + "'secret_env':{'ANTHROPIC_API_KEY':'MY_KEY'}"));
    assertThat(jettyPart(call).path("secret_params"))
        .isEqualTo(json("{'SLACK_URL':'value-of-the-url','ANTHROPIC_API_KEY':'value-of-the-key'}"));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.result().toString()).doesNotContain("value-of-the");
  }

  @Test
  void version2WithoutSettingsSuggestsStoringThem() {
    String text = SampleRunbook.secondVersion();
    ObjectNode arguments =
        arguments("'mode':'remote','task':'reports','parameters':{'donor':'Ann'}")
            .put("runbook", text);
    String keys = "{'environment_variables':{'OPENAI_API_KEY':true}}";
    for (Routes routes :
        List.of(
            new Routes().on(SampleRunbook.TASK, Routes.notFound()),
            new Routes().on(SampleRunbook.TASK, SampleRunbook.RUNBOOK_TASK))) {
      ToolHarness call =
          run(
              routes
                  .on(SampleRunbook.ENVIRONMENT, keys)
                  .on(SampleRunbook.TRIAL, "{'active':false}")
                  .on(LIST, Routes.notFound())
                  .on(CHAT, stream(chunk("1a2b3c4d")))
                  .on(SampleRunbook.RUN, SampleRunbook.ENDED),
              arguments);
      assertThat(call.shown().path("warnings").path(0).asString())
          .contains("without the runbook's checks", "deploy-runbook");
      assertThat(call.result().next())
          .filteredOn(next -> next.tool().equals("deploy-runbook"))
          .singleElement()
          .satisfies(
              next ->
                  assertThat(next.arguments())
                      .isEqualTo(
                          Json.object()
                              .put("collection", "acme")
                              .put("task", "reports")
                              .put("runbook", text)));
    }
  }

  @Test
  void argumentsOverrideTheFrontmatter() {
    JsonNode body =
        body(
            run(
                routes(),
                ",'agent':'opencode','model':'anthropic/claude-sonnet-4.6',"
                    + "'model_provider':'openrouter','snapshot':'mine','use_trial_keys':'yes'"),
            CHAT);
    assertThat(body.path("model").asString()).isEqualTo("anthropic/claude-sonnet-4.6");
    assertThat(body.path("jetty").path("agent").asString()).isEqualTo("opencode");
    assertThat(body.path("jetty").path("model_provider").asString()).isEqualTo("openrouter");
    assertThat(body.path("jetty").path("snapshot").asString()).isEqualTo("mine");
    assertThat(body.path("jetty").path("use_trial_keys").asBoolean()).isTrue();
  }

  @Test
  void numbersOfServersAreSentAsNumbers() {
    String text =
        SampleRunbook.TEXT.replace(
            "snapshot: prism-playwright",
            """
            mcp_servers:
              search: {a: 2.5, b: 1_000, c: 0x1F, d: 010, e: -7, f: 12345678901, g: 1.5e3}\
            """);
    JsonNode jetty = jettyPart(run(routes(), remote("").put("runbook", text)));
    assertThat(jetty.path("mcp_servers").path("search").toString())
        .isEqualTo(
            """
            {"a":2.5,"b":1000,"c":31,"d":8,"e":-7,"f":12345678901,"g":1500.0}""");
  }

  @Test
  void whatIsNoNumberInJsonIsSentAsText() {
    String text =
        SampleRunbook.TEXT.replace(
            "snapshot: prism-playwright",
            """
            mcp_servers:
              search: {a: .inf, b: .nan, c: 1e400, d: %s, e: 0x_, f: !!int soon, g: !!float ''}\
            """
                .formatted("9".repeat(400)));
    JsonNode jetty = jettyPart(run(routes(), remote("").put("runbook", text)));
    assertThat(jetty.path("mcp_servers").path("search").toString())
        .isEqualTo(
            """
            {"a":".inf","b":".nan","c":"1e400","d":"%s","e":"0x_","f":"soon","g":""}"""
                .formatted("9".repeat(400)));
  }

  @Test
  void imageAndServersOfTheFrontmatterAreSent() {
    String text =
        SampleRunbook.TEXT.replace(
            "snapshot: prism-playwright",
            "image: example.org/box:1\nmcp_servers: {search: {url: 'https://example.org/mcp'}}");
    JsonNode jetty = jettyPart(run(routes(), remote("").put("runbook", text)));
    assertThat(jetty.path("image").asString()).isEqualTo("example.org/box:1");
    assertThat(jetty.has("snapshot")).isFalse();
    assertThat(jetty.path("mcp_servers").path("search").path("url").asString())
        .isEqualTo("https://example.org/mcp");
    JsonNode other = jettyPart(run(routes(), remote(",'snapshot':'mine'").put("runbook", text)));
    assertThat(other.path("snapshot").asString()).isEqualTo("mine");
    assertThat(other.has("image")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"id":"chatcmpl-1a2b3c4d","object":"chat.completion","choices":[],"files":[]}""",
        """
        {"id":"chatcmpl-zz","jetty_metadata":{"trajectory_id":"1a2b3c4d","status":"completed"}}""",
        """
        {"id":"chatcmpl-c-t--ffffffff","jetty_metadata":{"status":"running",
         "workflow_id":"acme-my--reports--1a2b3c4d"}}""",
        "{'id':'chatcmpl-acme-reports--1a2b3c4d'}"
      })
  void idIsReadFromAPlainReply(String body) {
    for (boolean error : new boolean[] {false, true}) {
      JsonNode reply = json(body);
      Routes routes = preflight().on(RUN, SampleRunbook.ENDED);
      ToolHarness call =
          run(
              error ? routes.on(CHAT, new StillRunning(reply)) : routes.on(CHAT, request -> reply),
              "");
      assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
      assertThat(call.shown().path("status").asString()).isEqualTo("completed");
      assertThat(call.jetty().lines()).containsOnlyOnce(CHAT);
    }
  }

  @Test
  void workflowIdAndTrialOfTheStreamAreShown() {
    ToolHarness call =
        run(
            preflight()
                .on(
                    CHAT,
                    json("""
                        [{"jetty_metadata":{"workflow_id":"acme-reports--1a2b3c4d",
                         "trial":{"runs_used":9,"runs_limit":10}}}]""")
                        .toString())
                .on(RUN, SampleRunbook.ENDED),
            "");
    assertThat(call.shown().path("workflow_id").asString()).isEqualTo("acme-reports--1a2b3c4d");
    assertThat(call.shown().path("trial").asString()).isEqualTo("Trial run 9/10");
    assertThat(call.shown().path("warnings").path(0).asString()).startsWith("Trial runs left: 1.");
  }

  @Test
  void streamedEventsAreReportedAsProgress() {
    ToolHarness call =
        run(
            neverEnding(
                preflight()
                    .on(
                        CHAT,
                        stream(
                            "{\"unknown\":[1,{}]}",
                            chunk("1a2b3c4d"),
                            textChunk("I look\nReading "),
                            textChunk("the sea")))
                    .on(RUN, SampleRunbook.ENDED)),
            remote(""));
    assertThat(messages(call)).contains("running: the agent has written 22 characters");
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void unknownEventsAreReportedAsProgress() {
    for (String event :
        List.of(
            "{'type':'x','message':'half way'}", "{'step':'half way'}", "{'status':'half way'}")) {
      RunbookStream stream = new RunbookStream(Clock.systemUTC());
      stream.accept(json(event));
      stream.accept(json("[{'odd':1}]"));
      assertThat(stream.progress()).isEqualTo("running: half way");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 45})
  void expiredWaitReturnsAHandle(int seconds) {
    ToolHarness call =
        run(
            neverEnding(preflight().on(CHAT, stream(chunk("1a2b3c4d"))).on(RUN, RUNNING)),
            remote(",'wait_seconds':" + seconds));
    assertThat(call.took()).isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 2));
    assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
    assertThat(call.shown().path("status").asString()).isEqualTo("running");
    assertThat(call.shown().path("finished").asBoolean(true)).isFalse();
    assertThat(call.shown().path("url").asString())
        .isEqualTo("https://jetty.io/acme/reports/1a2b3c4d");
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(json("{'collection':'acme','task':'reports','trajectory_id':'1a2b3c4d'}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 20, 50})
  void handleIsReturnedBeforeTheTimeOfTheCallEnds(int timeout) {
    for (String wait : List.of("", ",'wait_seconds':0")) {
      for (String chunk : List.of(chunk("1a2b3c4d"), textChunk("hello"))) {
        ToolHarness call =
            ToolHarness.within(
                Duration.ofSeconds(timeout),
                RunbookTools.RUN_RUNBOOK,
                neverEnding(preflight().on(CHAT, stream(chunk)).on(RUN, RUNNING)),
                remote(wait).toString());
        assertThat(call.shown().path("finished").asBoolean(true)).isFalse();
        assertThat(call.shown().path("trajectory_id").asString())
            .isEqualTo(chunk.equals(chunk("1a2b3c4d")) ? "1a2b3c4d" : "");
      }
    }
  }

  @Test
  void trajectoryStoredAfterTheStreamIsFound() {
    ToolHarness call =
        run(
            preflight()
                .on(CHAT, stream(chunk("1a2b3c4d")))
                .on(RUN, Routes.notFound())
                .on(RUN, RUNNING)
                .on(RUN, SampleRunbook.ENDED),
            "");
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'success':false,'results_files':[{'path':'a'}]}",
        "{'success':true,'results_files':[]}",
        "{}"
      })
  void completedRunWithoutResultsIsAWarning(String outputs) {
    String ended =
        "{'status':'completed','steps':{'run':{'activity':'runbook','outputs':" + outputs + "}}}";
    ToolHarness call =
        run(
            preflight()
                .on(CHAT, stream(chunk("1a2b3c4d")))
                .on(RUN, json(ended).toString())
                .on("GET /api/v1/trajectory/acme/reports/1a2b3c4d", json(ended).toString()),
            "");
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("warnings").path(0).asString())
        .contains("Jetty reports the run as completed, but the step run did not succeed");
  }

  @Test
  void cancelledCallStopsPollingAndProgress() {
    VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create(true));
    try {
      FakeJetty jetty =
          neverEnding(preflight().on(CHAT, stream(chunk("1a2b3c4d"))).on(RUN, RUNNING));
      Args in = Args.check(RunbookTools.RUN_RUNBOOK.params(), List.of(), remote(""), secret -> {});
      FakeCall call =
          new FakeCall(
              in.with(CommonParams.COLLECTION, "acme"),
              jetty,
              new FakeLocalAccess(),
              Clock.systemUTC());
      Disposable running =
          ((Action.Runs) RunbookTools.RUN_RUNBOOK.action()).run().apply(call).subscribe();
      time.advanceTimeBy(Duration.ofSeconds(3));
      assertThat(jetty.lines()).endsWith(CHAT);
      running.dispose();
      int before = call.progressReports().size();
      int sent = jetty.requests().size();
      time.advanceTimeBy(Duration.ofHours(1));
      assertThat(jetty.requests()).hasSize(sent);
      assertThat(call.progressReports()).hasSize(before);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  private static List<String> messages(ToolHarness call) {
    return call.call().progressReports().stream().map(FakeCall.Progress::message).toList();
  }
}
