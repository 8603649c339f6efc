package io.jettymcp.runs;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the checks before a run, its request and its result. */
public class RunStartTest {
  public static final String TASK = "GET /api/v1/tasks/acme/test-echo";
  public static final String TRIAL = "GET /api/v1/trial/acme";
  public static final String ENVIRONMENT = "GET /api/v1/collections/acme/environment";
  public static final String RUN = "POST /api/v1/run/acme/test-echo";

  @Test
  void runStartsOnceAfterReadingTaskTrialAndEnvironment() {
    ToolHarness call = run(Acme.jetty(), "{'task':'test-echo'}");
    assertThat(call.jetty().lines()).containsExactly(TASK, TRIAL, ENVIRONMENT, RUN);
    assertThat(start(call).startsRun()).isTrue();
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'workflow_id':'acme-test-echo--1a2b3c4d','trajectory_id':'1a2b3c4d',"
                    + "'status':'pending','url':'https://jetty.io/acme/test-echo/1a2b3c4d'}"));
    assertThat(call.call().justStarted("1a2b3c4d")).isTrue();
    assertThat(call.call().progressReports())
        .extracting(FakeCall.Progress::message)
        .containsExactly("checking task and trial", "starting the run");
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(json("{'collection':'acme','task':'test-echo','trajectory_id':'1a2b3c4d'}"));
  }

  @Test
  void formHasOnlyTheGivenArguments(@TempDir Path folder) throws Exception {
    Path first = Files.writeString(folder.resolve("in.csv"), "a");
    Path second = Files.writeString(folder.resolve("b.txt"), "b");
    FakeLocalAccess local =
        new FakeLocalAccess()
            .file("data/in.csv", first)
            .file("b.txt", second)
            .variable("MY_TOKEN", "token-of-the-process");
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_TASK,
            Acme.jetty(),
            local,
            ("{'task':'test-echo','init_params':{'text':'Hi','n':[1]},"
                + "'files':['data/in.csv','b.txt'],'secret_params':{'api':'secret-of-run'},"
                + "'secret_env':{'token':'MY_TOKEN'},'use_trial_keys':'yes',"
                + "'webhook_url':'https://example.org/done','webhook_secret':'hook-secret'}"));
    assertThat(FakeJetty.body(start(call)).lines())
        .containsExactly(
            "init_params={\"text\":\"Hi\",\"n\":[1]}",
            "files=@in.csv",
            "files=@b.txt",
            "use_trial_keys=true",
            "secret_params={\"api\":\"secret-of-run\",\"token\":\"token-of-the-process\"}",
            "webhook_url=https://example.org/done",
            "webhook_secret=hook-secret");
    assertThat(call.result().toString())
        .doesNotContain("secret-of-run", "token-of-the-process", "hook-secret");
  }

  @Test
  void formWithoutInputsHasAnEmptyObject() {
    ToolHarness call = run(Acme.jetty(), "{'task':'test-echo','use_trial_keys':'no'}");
    assertThat(FakeJetty.body(start(call))).isEqualTo("init_params={}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task':'t','secret_params':{'a':'one-secret'},'secret_env':{'a':'ALLOWED'}}",
        "{'task':'t','secret_env':['NOT_ALLOWED']}",
        "{'task':'t','files':['/etc/passwd']}",
        "{'task':'t','webhook_secret':'one-secret'}",
        "{'task':'t','webhook_url':'ftp://example.org'}",
        "{'task':'t','webhook_url':'https://'}",
        "{'task':'t','webhook_url':'https://a b'}",
        "{'task':'t','webhook_url':'javascript:alert(1)'}"
      })
  void invalidArgumentsAreRefusedBeforeAnyRequest(String arguments) {
    FakeJetty jetty = Acme.jetty();
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_TASK,
            jetty,
            new FakeLocalAccess().variable("ALLOWED", "another-secret"),
            arguments);
    assertThat(call.failure(BadArguments.class).problem())
        .doesNotContain("one-secret", "another-secret");
    assertThat(jetty.requests()).isEmpty();
  }

  @Test
  void undeclaredInputIsAWarningWithTheNearestName() {
    ToolHarness call =
        run(
            Acme.jetty(),
            "{'task':'test-echo','init_params':{'txt':'a','text':'b','file_paths':[],'zzz':1}}");
    assertThat(call.shown().path("warnings"))
        .isEqualTo(
            Json.array(
                List.of(
                    "init_params.txt is not declared by the task. Did you mean \"text\"?",
                    "init_params.zzz is not declared by the task.")));
    assertThat(call.jetty().lines()).contains(RUN);
  }

  @Test
  void inputsOneLevelTooDeepAreRefused() {
    ToolHarness call =
        run(Acme.jetty(), "{'task':'test-echo','init_params':{'init_params':{'text':'a'}}}");
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("init_params");
    assertThat(call.jetty().lines()).doesNotContain(RUN);
  }

  @Test
  void inputOfTheNameInitParamsIsSentIfTheTaskDeclaresIt() {
    Routes routes =
        new Routes()
            .on(TASK, "{'workflow':{'init_params':{'init_params':{}}}}")
            .on(TRIAL, Acme.TRIAL)
            .on(ENVIRONMENT, "{}")
            .on(RUN, "{'workflow_id':'acme-test-echo--1a2b3c4d'}");
    ToolHarness call =
        run(routes.jetty(), "{'task':'test-echo','init_params':{'init_params':{'text':'a'}}}");
    assertThat(call.jetty().lines()).contains(RUN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs", "input", "parameters", "params"})
  void otherNameOfInitParamsStartsNothing(String name) {
    for (Tool tool : List.of(RunTools.RUN_TASK, RunTools.RUN_TASK_SYNC)) {
      ObjectNode sent = Json.object().put("task", "test-echo");
      sent.set(name, json("{'text':'a'}"));
      assertThatExceptionOfType(BadArguments.class)
          .isThrownBy(() -> tool.check(sent, false, secret -> {}))
          .satisfies(e -> assertThat(e.problem()).contains("Did you mean \"init_params\"?"));
    }
  }

  @Test
  void missingTaskPreventsTheRun() {
    FakeJetty jetty =
        new Routes()
            .on(TASK, Routes.notFound())
            .on(TRIAL, Acme.TRIAL)
            .on(ENVIRONMENT, Acme.ENVIRONMENT)
            .jetty();
    assertThat(run(jetty, "{'task':'test-echo'}").failure(Refused.class).kind())
        .isEqualTo(Refused.Kind.NOT_FOUND);
    assertThat(jetty.lines()).doesNotContain(RUN);
  }

  @Test
  void unreadableTrialAndEnvironmentAreIgnored() {
    FakeJetty jetty =
        new Routes()
            .on(TASK, Acme.TASK)
            .on(TRIAL, Routes.notFound())
            .on(ENVIRONMENT, new Unavailable(Unavailable.Reason.TIMED_OUT, ""))
            .on(RUN, Acme.STARTED)
            .jetty();
    assertThat(run(jetty, "{'task':'test-echo'}").shown().path("status").asString())
        .isEqualTo("pending");
    assertThat(FakeJetty.body(jetty.requests().get(3))).doesNotContain("use_trial_keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'workflow_id':'a-b--c--00ff00ff'}|00ff00ff",
        "{'workflow_id':'w--1','trajectory':{'trajectory_id':'feedbeef','status':'running'}}|feedbeef",
        "{'trajectory_id':'feedbeef'}|feedbeef",
        "{'workflow_id':'no-dashes'}|none",
        "{'workflow_id':'ends-with--'}|none",
        "{'workflow_id':'a--..'}|none",
        "{'workflow_id':'a--b/c'}|none",
        "{}|none"
      })
  void idIsReadFromEveryKnownForm(String answer, String id) {
    FakeJetty jetty =
        new Routes()
            .on(TASK, Acme.TASK)
            .on(TRIAL, Acme.TRIAL)
            .on(ENVIRONMENT, Acme.ENVIRONMENT)
            .on(RUN, answer)
            .jetty();
    ToolHarness call = run(jetty, "{'task':'test-echo'}");
    assertThat(call.shown().path("trajectory_id").asString("none")).isEqualTo(id);
    assertThat(call.result().next().get(0).tool())
        .isEqualTo(id.equals("none") ? "list-trajectories" : "wait-for-run");
  }

  private static ToolHarness run(FakeJetty jetty, String arguments) {
    return ToolHarness.of(RunTools.RUN_TASK, jetty, arguments);
  }

  private static Request start(ToolHarness call) {
    return call.jetty().requests().stream()
        .filter(request -> FakeJetty.line(request).startsWith("POST /api/v1/run/"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
