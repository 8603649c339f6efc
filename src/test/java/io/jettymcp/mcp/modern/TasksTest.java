package io.jettymcp.mcp.modern;

import static io.jettymcp.mcp.modern.TaskHost.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.SampleRunbook;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.runs.RunWait;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.Catalog;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.RunbookTools;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests runs as tasks, from the request to the answer. */
class TasksTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/test-echo/1a2b3c4d";
  private static final String STATUSES = "POST /api/v1/trajectory/acme/test-echo/statuses";
  private static final String STORED_TASK = "GET /api/v1/tasks/acme/reports";
  private static final String RUNNING =
      """
      {"trajectory_id":"1a2b3c4d","status":"running","total_steps":["plan","draft","send"],
       "completed_steps":["plan"],"steps":{"plan":{"ended":"t"},"draft":{}}}""";
  private static final String CANCELLED =
      "{'trajectory_id':'1a2b3c4d','status':'cancelled','steps':{}}";
  private static final String TASK = "{'task':'test-echo'}";
  private static final String RUN = "{'task':'test-echo','trajectory_id':'1a2b3c4d'}";

  private static final String SECRET = "Kx5kNsD6Rj6QaWtTq8vZw2Yb4";

  private static Routes start() {
    return new Routes()
        .on(RunStartTest.TASK, Acme.TASK)
        .on(RunStartTest.TRIAL, Acme.TRIAL)
        .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
        .on(RunStartTest.RUN, Acme.STARTED);
  }

  /** A run that is seen to go on, and then is in this state. */
  private static Routes started(String then) {
    return start().on(DATABASE, RUNNING).on(DATABASE, then);
  }

  private static TaskHost host(Routes routes) {
    return new TaskHost(routes.jetty());
  }

  private static void conforms(Tool tool, JsonNode task) {
    JsonNode result = task.path("result").path("structuredContent");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(tool.outputSchema())
                .validate(result))
        .as("%s", task)
        .isEmpty();
  }

  @Nested
  class Call {
    @Test
    void callThatWouldWaitBecomesATask() {
      JsonNode task = host(start().on(DATABASE, RUNNING)).call("run-task-sync", TASK);
      assertThat(task.propertyNames())
          .containsExactlyInAnyOrder(
              "resultType",
              "taskId",
              "status",
              "statusMessage",
              "createdAt",
              "lastUpdatedAt",
              "ttlMs",
              "pollIntervalMs",
              "_meta");
      assertThat(task.path("resultType").asString("")).isEqualTo("task");
      assertThat(task.path("status").asString("")).isEqualTo("working");
      assertThat(task.path("statusMessage").asString(""))
          .isEqualTo("Run 1a2b3c4d is running: draft (1 of 3 steps done)");
      assertThat(task.path("createdAt").asString("")).isEqualTo("2026-11-02T09:00:00Z");
      assertThat(task.path("ttlMs").asLong(0)).isEqualTo(86_400_000);
      assertThat(task.path("taskId").asString("")).matches("[!-~]{40,1024}");
      assertThat(task.path("_meta").propertyNames())
          .containsExactly("io.modelcontextprotocol/serverInfo");
    }

    @Test
    void warningsOfTheStartAreInTheMessage() {
      JsonNode task =
          host(start().on(DATABASE, RUNNING))
              .call("run-task-sync", "{'task':'test-echo','init_params':{'txt':'x'}}");
      assertThat(task.path("statusMessage").asString(""))
          .isEqualTo(
              "Run 1a2b3c4d is running: draft (1 of 3 steps done). init_params.txt is not declared"
                  + " by the task. Did you mean \"text\"?");
    }

    @Test
    void finishedRunIsAPlainResult() {
      JsonNode result = host(start().on(DATABASE, Acme.RUN)).call("run-task-sync", TASK);
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-task-sync", "wait-for-run"})
    void callThatDoesNotWantToWaitIsAPlainResult(String tool) {
      JsonNode result =
          host(start().on(DATABASE, RUNNING)).call(tool, RUN.replace("}", ",'wait_seconds':0}"));
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean(true)).isFalse();
    }

    @Test
    void toolsThatWaitForRunsBecomeTasksAndNoOthers() {
      assertThat(Catalog.ALL.stream().filter(tool -> tool.background().isPresent()))
          .containsExactlyInAnyOrderElementsOf(
              Catalog.ALL.stream()
                  .filter(tool -> tool.params().contains(RunWait.WAIT_SECONDS))
                  .toList())
          .map(Tool::name)
          .containsExactlyInAnyOrder("run-task-sync", "wait-for-run", "run-batch", "run-runbook");
    }

    @Test
    void shortToolIsAPlainResult() {
      JsonNode result = host(start()).call("run-task", TASK);
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
    }

    @Test
    void refusedStartIsAPlainError() {
      Routes routes =
          new Routes()
              .on(RunStartTest.TASK, Acme.TASK)
              .on(RunStartTest.TRIAL, Acme.TRIAL)
              .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
              .on(RunStartTest.RUN, new Refused(Refused.Kind.FORBIDDEN, 403, "no"));
      JsonNode result = host(routes).call("run-task-sync", TASK);
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("isError").asBoolean()).isTrue();
    }

    @Test
    void hostThatDoesNotDeclareTasksGetsNone() {
      TaskHost host = host(started(Acme.RUN));
      host.capabilities = "{}";
      JsonNode result = host.call("wait-for-run", RUN);
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean()).isTrue();
    }

    @Test
    void parameterOfTheOldExperimentIsIgnored() {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      host.capabilities = "{'tasks':{}}";
      ObjectNode params = Json.object().put("name", "run-task");
      params.set("arguments", FakeJetty.json(TASK));
      params.putObject("task").put("ttl", 1_000);
      assertThat(host.result("tools/call", params).path("resultType").asString(""))
          .isEqualTo("complete");
    }

    @Test
    void runWithALongNameIsAPlainResult() {
      String name = "t".repeat(700);
      Routes routes =
          new Routes()
              .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
              .on("GET /api/v1/db/trajectory/acme/" + name + "/1a2b3c4d", RUNNING);
      JsonNode result = host(routes).call("wait-for-run", RUN.replace("test-echo", name));
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
    }

    @Test
    void questionIsAskedBeforeTheRunStarts() {
      Routes routes =
          new Routes()
              .on(STORED_TASK, Routes.notFound())
              .on(
                  RunStartTest.ENVIRONMENT,
                  "{'environment_variables':{'SLACK_URL':true,'ANTHROPIC_API_KEY':true}}")
              .on(RunStartTest.TRIAL, "{'active':false}")
              .on("GET /api/v1/db/trajectories/acme/reports", Routes.notFound())
              .on("POST /v1/chat/completions", "[" + SampleRunbook.chunk("1a2b3c4d") + "]")
              .on("GET /api/v1/db/trajectory/acme/reports/1a2b3c4d", RUNNING);
      FakeJetty jetty = routes.jetty();
      TaskHost host = new TaskHost(jetty);
      host.capabilities = TaskHost.WITH_TASKS.replaceFirst("[{]", "{'elicitation':{},");
      ObjectNode params = Json.object().put("name", "run-runbook");
      params
          .putObject("arguments")
          .put("mode", "remote")
          .put("task", "reports")
          .put("runbook", SampleRunbook.TEXT);
      JsonNode asked = host.result("tools/call", params);
      assertThat(asked.path("resultType").asString("")).as("%s", asked).isEqualTo("input_required");
      assertThat(asked.has("taskId")).isFalse();
      assertThat(jetty.lines()).doesNotContain("POST /v1/chat/completions");

      params.set("requestState", asked.path("requestState"));
      params.set(
          "inputResponses",
          FakeJetty.json("{'parameters':{'action':'accept','content':{'topic':'sea'}}}"));
      JsonNode task = host.result("tools/call", params);
      assertThat(task.path("resultType").asString("")).as("%s", task).isEqualTo("task");
      assertThat(task.has("inputRequests") || task.has("requestState")).isFalse();
      assertThat(jetty.lines()).containsOnlyOnce("POST /v1/chat/completions");
      assertThat(host.get(task.path("taskId").asString("")).path("status").asString(""))
          .isEqualTo("working");

      assertThat(host.code("tools/call", params)).isEqualTo(-32602);
      assertThat(jetty.lines()).containsOnlyOnce("POST /v1/chat/completions");
    }

    @Test
    void taskReportsNoProgress() {
      TaskHost host = host(started(Acme.RUN));
      String task = host.begin("run-task-sync", TASK);
      host.sent.clear();
      host.get(task);
      assertThat(host.sent).isEmpty();
    }
  }

  @Nested
  class Get {
    @Test
    void runThatGoesOnIsWorking() {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      String task = host.begin("wait-for-run", RUN);
      host.clock.advance(Duration.ofSeconds(30));
      JsonNode state = host.get(task);
      assertThat(state.path("resultType").asString("")).isEqualTo("complete");
      assertThat(state.path("taskId").asString("")).isEqualTo(task);
      assertThat(state.path("status").asString("")).isEqualTo("working");
      assertThat(state.path("statusMessage").asString(""))
          .isEqualTo("Run 1a2b3c4d is running: draft (1 of 3 steps done)");
      assertThat(state.path("createdAt").asString("")).isEqualTo("2026-11-02T09:00:00Z");
      assertThat(state.path("lastUpdatedAt").asString("")).isEqualTo("2026-11-02T09:00:30Z");
      assertThat(state.has("result")).isFalse();
    }

    @Test
    void finishedRunIsCompletedWithTheResultOfTheCall() {
      TaskHost host = host(started(Acme.RUN));
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      JsonNode result = state.path("result");
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("isError").asBoolean(true)).isFalse();
      assertThat(result.path("structuredContent").path("outputs").toString()).contains("Hi");
      assertThat(result.path("content").path(0).path("text").asString("")).contains("Hi");
      conforms(RunTools.RUN_TASK_SYNC, state);
    }

    @Test
    void lastResultHasWhatOnlyTheStartSaid() {
      String started = "{'workflow_id':'acme-test-echo--1a2b3c4d','trial':%s}";
      Routes routes =
          new Routes()
              .on(RunStartTest.TASK, Acme.TASK)
              .on(RunStartTest.TRIAL, Acme.TRIAL)
              .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
              .on(RunStartTest.RUN, started.formatted("{'runs_used':9,'runs_limit':10}"))
              .on(DATABASE, RUNNING)
              .on(DATABASE, Acme.RUN);
      TaskHost host = host(routes);
      String task = host.begin("run-task-sync", "{'task':'test-echo','init_params':{'shade':'x'}}");
      host.restart();
      JsonNode state = host.get(task);
      JsonNode result = state.path("result").path("structuredContent");
      assertThat(result.path("warnings").values())
          .map(JsonNode::stringValue)
          .containsExactly(
              "init_params.shade is not declared by the task.",
              "Trial runs left: 1. Add your own provider key to the collection's environment"
                  + " before they run out.");
      assertThat(result.path("trial").asString("")).isEqualTo("Trial run 9/10");
      assertThat(result.path("workflow_id").asString("")).isEqualTo("acme-test-echo--1a2b3c4d");
      conforms(RunTools.RUN_TASK_SYNC, state);
    }

    @Test
    void warningsThatAnIdCannotHoldAreInTheMessageOnly() {
      TaskHost host =
          host(start().on(DATABASE, RUNNING).on(DATABASE, RUNNING).on(DATABASE, Acme.RUN));
      String name = "x".repeat(600);
      JsonNode task =
          host.call("run-task-sync", "{'task':'test-echo','init_params':{'" + name + "':'x'}}");
      assertThat(task.path("statusMessage").asString("")).contains("init_params.xxx");
      assertThat(task.path("taskId").asString("")).hasSizeLessThanOrEqualTo(1_024);
      assertThat(host.get(task.path("taskId").asString("")).path("statusMessage").asString(""))
          .isEqualTo("Run 1a2b3c4d is running: draft (1 of 3 steps done)");
      JsonNode state = host.get(task.path("taskId").asString(""));
      assertThat(state.path("result").path("structuredContent").has("warnings")).isFalse();
    }

    @Test
    void failedRunIsCompletedAsTheCallWouldBe() {
      TaskHost host =
          host(started("{'trajectory_id':'1a2b3c4d','status':'failed','error':'bad','steps':{}}"));
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      assertThat(state.path("result").path("structuredContent").path("status").asString(""))
          .isEqualTo("failed");
    }

    @Test
    void cancelledRunIsCancelled() {
      TaskHost host = host(started(CANCELLED));
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("status").asString("")).isEqualTo("cancelled");
      assertThat(state.has("result")).isFalse();
    }

    static Stream<Failure> passing() {
      return Stream.of(
          new Unavailable(Unavailable.Reason.NOT_CONNECTED, ""),
          new Unavailable(Unavailable.Reason.TIMED_OUT, ""),
          new Unavailable(Unavailable.Reason.SERVER_ERROR, 503, "x", Optional.empty()),
          new RateLimited(Optional.of(Duration.ofSeconds(3))));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void runIsWorkingWhileJettyCannotBeAsked(Failure failure) {
      TaskHost host =
          host(start().on(DATABASE, RUNNING).on(DATABASE, failure).on(DATABASE, Acme.RUN));
      String task = host.begin("run-task-sync", TASK);
      JsonNode state = host.get(task);
      assertThat(state.path("status").asString("")).isEqualTo("working");
      assertThat(state.path("statusMessage").asString("")).startsWith("Could not ask Jetty");
      assertThat(host.get(task).path("status").asString("")).isEqualTo("completed");
    }

    @ParameterizedTest
    @EnumSource(
        value = Unavailable.Reason.class,
        names = {"BLOCKED", "INTERCEPTED"})
    void networkThatBlocksTheWayForMinutesEndsTheTask(Unavailable.Reason reason) {
      TaskHost host =
          host(start().on(DATABASE, RUNNING).on(DATABASE, new Unavailable(reason, "by a proxy")));
      String task = host.begin("run-task-sync", TASK);
      for (int seconds = 0; seconds < 5 * 60; seconds += 30) {
        assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
        host.clock.advance(Duration.ofSeconds(30));
      }
      JsonNode state = host.get(task);
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      assertThat(state.path("result").path("isError").asBoolean()).isTrue();
      assertThat(state.path("result").path("content").path(0).path("text").asString(""))
          .contains("by a proxy", "the runs at Jetty are not affected. Do not start them again.");
    }

    @Test
    void networkThatBlocksTheWayNowAndThenDoesNotEndTheTask() {
      Failure blocked = new Unavailable(Unavailable.Reason.BLOCKED, "by a proxy");
      TaskHost host =
          host(
              start()
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, blocked)
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, blocked));
      String task = host.begin("run-task-sync", TASK);
      for (int seconds = 0; seconds < 5 * 60; seconds += 50) {
        assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
        host.clock.advance(Duration.ofSeconds(50));
      }
    }

    @Test
    void networkThatBlocksTheWayAgainAfterASleepDoesNotEndTheTask() {
      Failure blocked = new Unavailable(Unavailable.Reason.BLOCKED, "by a proxy");
      TaskHost host = host(start().on(DATABASE, RUNNING).on(DATABASE, blocked));
      String task = host.begin("run-task-sync", TASK);
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
      host.clock.advance(Duration.ofHours(1));
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
    }

    @Test
    void rejectedTokenEndsTheTaskWithItsFix() {
      TaskHost host = host(start().on(DATABASE, RUNNING).on(DATABASE, new NotSignedIn(true, "")));
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      assertThat(state.path("result").path("isError").asBoolean()).isTrue();
    }

    @Test
    void errorNamesTheToolThatWasCalled() {
      TaskHost host = host(start());
      ObjectNode sealed = Json.object().put("tool", "run-task-sync");
      sealed.put("created", host.clock.instant().getEpochSecond());
      sealed.putObject("arguments").put("task", "test-echo");
      String task = host.sealer.seal(Sealer.Purpose.TASK, sealed, host.owner);
      assertThat(host.get(task).path("result").path("content").path(0).path("text").asString(""))
          .startsWith("run-task-sync: ");
    }

    @Test
    void finishedRunWhoseOutputsCannotBeReadIsStillWorking() {
      TaskHost host =
          host(
              started(Acme.RUN)
                  .on(DATABASE, new Unavailable(Unavailable.Reason.NOT_CONNECTED, "")));
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("status").asString("")).isEqualTo("working");
    }

    @Test
    void runThatJettyDoesNotListYetIsWorkingForAMinute() {
      Routes routes = start().on(DATABASE, RUNNING).on(DATABASE, Routes.notFound());
      routes.on("GET /api/v1/collections/", "[{'name':'acme'}]");
      TaskHost host = host(routes);
      String task = host.begin("wait-for-run", RUN);
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
      host.clock.advance(Duration.ofMinutes(2));
      JsonNode gone = host.get(task);
      assertThat(gone.path("status").asString("")).isEqualTo("completed");
      assertThat(gone.path("result").path("isError").asBoolean()).isTrue();
    }

    @Test
    void taskIsReadAfterARestartWithTheSameKey() {
      TaskHost host = host(started(Acme.RUN));
      String task = host.begin("run-task-sync", TASK);
      host.restart();
      assertThat(host.get(task).path("status").asString("")).isEqualTo("completed");
    }

    private static JsonNode finishedRunbook(Routes storedTask) {
      return finishedRunbook(storedTask, "reports");
    }

    /** Returns the last result of a runbook as a task. */
    private static JsonNode finishedRunbook(Routes storedTask, String name) {
      Routes routes =
          storedTask
              .on(
                  RunStartTest.ENVIRONMENT,
                  "{'environment_variables':{'SLACK_URL':true,'ANTHROPIC_API_KEY':true}}")
              .on(RunStartTest.TRIAL, "{'active':false}")
              .on("GET /api/v1/db/trajectories/acme/" + name, Routes.notFound())
              .on("POST /v1/chat/completions", "[" + SampleRunbook.chunk("1a2b3c4d") + "]")
              .on("GET /api/v1/db/trajectory/acme/" + name + "/1a2b3c4d", RUNNING)
              .on("GET /api/v1/db/trajectory/acme/" + name + "/1a2b3c4d", SampleRunbook.ENDED);
      TaskHost host = host(routes);
      ObjectNode arguments =
          (ObjectNode) FakeJetty.json("{'mode':'remote','parameters':{'topic':'sea'}}");
      String task =
          host.begin(
              "run-runbook", arguments.put("task", name).put("runbook", SampleRunbook.TEXT) + "");
      JsonNode state = host.get(task);
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      conforms(RunbookTools.RUN_RUNBOOK, state);
      return state.path("result").path("structuredContent");
    }

    @Test
    void remoteRunbookIsATaskWithItsMode() {
      JsonNode result = finishedRunbook(new Routes().on(STORED_TASK, Routes.notFound()));
      assertThat(result.path("mode").asString("")).isEqualTo("remote");
      assertThat(result.path("next").findValuesAsString("tool")).containsExactly("debug-run");
    }

    private static final String WITHOUT_SETTINGS =
        """
        {'name':'reports','workflow':{'step_configs':{'run':
         {'activity':'runbook','instruction_path':'init_params.text'}}}}""";

    @Test
    void resultOfARunbookSuggestsToStoreItsSettings() {
      JsonNode result = finishedRunbook(new Routes().on(STORED_TASK, WITHOUT_SETTINGS));
      assertThat(result.path("warnings").toString()).contains("deploy-runbook");
      JsonNode fix = result.path("next").path(1);
      assertThat(fix.path("tool").asString("")).isEqualTo("deploy-runbook");
      assertThat(fix.path("why").asString("")).startsWith("ask first: ");
      assertThat(fix.path("arguments").toString())
          .contains("\"task\":\"reports\"", "\"runbook\":\"<the same runbook>\"");
    }

    @Test
    void suggestionIsKeptWhereTheWarningsDoNotFitToo() {
      String name = "r".repeat(190);
      JsonNode result =
          finishedRunbook(
              new Routes().on("GET /api/v1/tasks/acme/" + name, WITHOUT_SETTINGS), name);
      assertThat(result.path("warnings").toString()).doesNotContain("deploy-runbook");
      assertThat(result.path("next").findValuesAsString("tool")).contains("deploy-runbook");
    }

    @Test
    void whatFitsOfTheStartIsKeptBesideTheSuggestion() {
      String name = "r".repeat(190);
      String trial = "{\"jetty_metadata\":{\"trial\":{\"runs_used\":2,\"runs_limit\":10}}}";
      JsonNode result =
          finishedRunbook(
              new Routes()
                  .on("GET /api/v1/tasks/acme/" + name, WITHOUT_SETTINGS)
                  .on(
                      "POST /v1/chat/completions",
                      SampleRunbook.stream(SampleRunbook.chunk("1a2b3c4d"), trial)),
              name);
      assertThat(result.path("next").findValuesAsString("tool")).contains("deploy-runbook");
      assertThat(result.path("trial").asString("")).isEqualTo("Trial run 2/10");
    }
  }

  @Nested
  class Batch {
    private static final String RUNS = "'runs':[{'text':'a'},{'text':'b'}]";

    private static Routes routes() {
      Routes routes = new Routes();
      return routes
          .on(RunStartTest.TASK, Acme.TASK)
          .on(RunStartTest.TRIAL, Acme.TRIAL)
          .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
          .on(RunStartTest.RUN, "{'workflow_id':'acme-test-echo--aaaa0001'}")
          .on(RunStartTest.RUN, "{'workflow_id':'acme-test-echo--aaaa0002'}");
    }

    private static String run(String id) {
      return "GET /api/v1/db/trajectory/acme/test-echo/" + id;
    }

    @Test
    void batchThatFitsIsATask() {
      Routes routes =
          routes()
              .on(run("aaaa0001"), Acme.RUN)
              .on(run("aaaa0002"), RUNNING)
              .on(run("aaaa0002"), Acme.RUN);
      TaskHost host = host(routes);
      String task =
          host.begin(
              "run-batch", "{'task':'test-echo'," + RUNS + ",'outputs':['echo.outputs.text']}");
      JsonNode working = host.get(task);
      assertThat(working.path("status").asString("")).isEqualTo("working");
      assertThat(working.path("statusMessage").asString(""))
          .isEqualTo("Runs of test-echo: 1 of 2 finished, 0 failed, 1 under way");
      JsonNode state = host.get(task);
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      JsonNode report = state.path("result").path("structuredContent");
      assertThat(report.path("finished").asBoolean()).isTrue();
      assertThat(report.path("runs").path(1).path("trajectory_id").asString(""))
          .isEqualTo("aaaa0002");
      assertThat(report.path("runs").path(1).path("outputs").toString()).contains("Hi");
      conforms(RunTools.RUN_BATCH, state);
    }

    @Test
    void lastResultHasWhatOnlyTheStartsSaid() {
      Routes routes = routes().on(run("aaaa0001"), Acme.RUN).on(run("aaaa0002"), RUNNING);
      routes.on(run("aaaa0002"), Acme.RUN);
      TaskHost host = host(routes);
      JsonNode task =
          host.call("run-batch", "{'task':'test-echo','runs':[{'text':'a'},{'shade':'b'}]}");
      assertThat(task.path("statusMessage").asString(""))
          .isEqualTo(
              "Runs of test-echo: 0 of 2 finished, 0 failed, 2 under way. init_params.shade is not"
                  + " declared by the task.");
      host.get(task.path("taskId").asString(""));
      JsonNode state = host.get(task.path("taskId").asString(""));
      assertThat(state.path("result").path("structuredContent").path("warnings").toString())
          .isEqualTo("[\"init_params.shade is not declared by the task.\"]");
      conforms(RunTools.RUN_BATCH, state);
    }

    @Test
    void batchIsWorkingWhileJettyCannotBeAskedAboutARun() {
      Routes routes =
          routes()
              .on(run("aaaa0001"), Acme.RUN)
              .on(run("aaaa0002"), new Unavailable(Unavailable.Reason.NOT_CONNECTED, ""));
      TaskHost host = host(routes);
      JsonNode state = host.get(host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}"));
      assertThat(state.path("status").asString("")).isEqualTo("working");
    }

    @Test
    void runThatIsGoneDoesNotEndTheBatchWhileOthersGoOn() {
      Routes routes =
          routes()
              .on(run("aaaa0001"), Routes.notFound())
              .on(run("aaaa0002"), RUNNING)
              .on(run("aaaa0002"), Acme.RUN);
      TaskHost host = host(routes);
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      host.clock.advance(Duration.ofMinutes(2));
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
      JsonNode state = host.get(task);
      assertThat(state.path("status").asString("")).isEqualTo("completed");
      assertThat(state.path("result").path("structuredContent").path("totals").toString())
          .isEqualTo("{\"completed\":1,\"unknown\":1}");
    }

    @Test
    void runThatAnotherReplicaDoesNotListYetKeepsTheBatchWorking() {
      Routes routes = routes().on(run("aaaa0001"), Acme.RUN).on(run("aaaa0002"), Routes.notFound());
      TaskHost host = host(routes);
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      host.restart();
      host.clock.advance(Duration.ofSeconds(50));
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
      host.clock.advance(Duration.ofSeconds(20));
      assertThat(host.get(task).path("status").asString("")).isEqualTo("completed");
    }

    @Test
    void runMayBeUnlistedForAMinuteAfterSlowStarts() {
      Routes routes = new Routes();
      TaskHost host = host(routes);
      routes
          .on(
              RunStartTest.TASK,
              request -> {
                host.clock.advance(Duration.ofSeconds(20));
                return FakeJetty.json(Acme.TASK);
              })
          .on(RunStartTest.TRIAL, Acme.TRIAL)
          .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
          .on(RunStartTest.RUN, "{'workflow_id':'acme-test-echo--aaaa0001'}")
          .on(RunStartTest.RUN, "{'workflow_id':'acme-test-echo--aaaa0002'}")
          .on(run("aaaa0001"), Acme.RUN)
          .on(run("aaaa0002"), Routes.notFound());
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      host.restart();
      host.clock.advance(Duration.ofSeconds(50));
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
    }

    @Test
    void batchThatAnotherReplicaDoesNotListYetIsWorking() {
      Routes routes =
          routes()
              .on(run("aaaa0001"), Routes.notFound())
              .on(run("aaaa0002"), Routes.notFound())
              .on("GET /api/v1/collections/", "[{'name':'acme'}]");
      TaskHost host = host(routes);
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      host.restart();
      assertThat(host.get(task).path("status").asString("")).isEqualTo("working");
    }

    @Test
    void batchWhoseRunsWereAllCancelledIsCancelled() {
      Routes routes = routes().on(run("aaaa0001"), CANCELLED).on(run("aaaa0002"), CANCELLED);
      TaskHost host = host(routes);
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      assertThat(host.get(task).path("status").asString("")).isEqualTo("cancelled");
    }

    @Test
    void batchThatCannotStartAtOnceAnswersAsWithoutTasks() {
      Routes routes = routes();
      routes.on(run("aaaa0001"), Acme.RUN).on(run("aaaa0002"), Acme.RUN);
      JsonNode result =
          host(routes).call("run-batch", "{'task':'test-echo'," + RUNS + ",'max_concurrency':1}");
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean()).isTrue();
    }

    @Test
    void batchWhoseIdsDoNotFitAnswersAsWithoutTasks() {
      Routes routes = routes();
      routes.on(run("aaaa0001"), Acme.RUN).on(run("aaaa0002"), Acme.RUN);
      String outputs =
          String.join(
              ",",
              IntStream.range(0, 20)
                  .mapToObj(i -> "'echo.outputs." + "x".repeat(40) + i + "'")
                  .toList());
      JsonNode result =
          host(routes)
              .call("run-batch", "{'task':'test-echo'," + RUNS + ",'outputs':[" + outputs + "]}");
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean()).isTrue();
    }

    @Test
    void batchWithARefusedStartWaitsForTheOtherRuns() {
      Routes routes =
          new Routes()
              .on(RunStartTest.TASK, Acme.TASK)
              .on(RunStartTest.TRIAL, Acme.TRIAL)
              .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
              .on(RunStartTest.RUN, "{'workflow_id':'acme-test-echo--aaaa0001'}")
              .on(RunStartTest.RUN, new Refused(Refused.Kind.INVALID, 422, "no"))
              .on(run("aaaa0001"), Acme.RUN);
      JsonNode result = host(routes).call("run-batch", "{'task':'test-echo'," + RUNS + "}");
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      JsonNode report = result.path("structuredContent");
      assertThat(report.path("totals").toString()).isEqualTo("{\"completed\":1,\"refused\":1}");
      assertThat(report.path("runs").path(0).path("trajectory_id").asString(""))
          .isEqualTo("aaaa0001");
      assertThat(report.path("finished").asBoolean()).isTrue();
    }

    @Test
    void cancelStopsTheRunsThatGoOn() {
      Routes routes =
          routes()
              .on(run("aaaa0001"), Acme.RUN)
              .on(run("aaaa0002"), RUNNING)
              .on(STATUSES, "{'results':[],'updated_count':1}");
      FakeJetty jetty = routes.jetty();
      TaskHost host = new TaskHost(jetty);
      String task = host.begin("run-batch", "{'task':'test-echo'," + RUNS + "}");
      host.result("tasks/cancel", id(task));
      assertThat(bodies(jetty)).containsExactly("{\"aaaa0002\":\"cancelled\"}");
    }
  }

  private static List<String> bodies(FakeJetty jetty) {
    return jetty.requests().stream()
        .filter(request -> FakeJetty.line(request).equals(STATUSES))
        .map(FakeJetty::body)
        .toList();
  }

  @Nested
  class Cancel {
    @Test
    void runThatGoesOnIsSetToCancelled() {
      FakeJetty jetty =
          start().on(DATABASE, RUNNING).on(STATUSES, "{'results':[],'updated_count':1}").jetty();
      TaskHost host = new TaskHost(jetty);
      JsonNode result = host.result("tasks/cancel", id(host.begin("run-task-sync", TASK)));
      assertThat(result.propertyNames()).containsExactlyInAnyOrder("resultType", "_meta");
      assertThat(bodies(jetty)).containsExactly("{\"1a2b3c4d\":\"cancelled\"}");
    }

    @Test
    void finishedRunIsLeftAlone() {
      FakeJetty jetty = started(Acme.RUN).jetty();
      TaskHost host = new TaskHost(jetty);
      String task = host.begin("run-task-sync", TASK);
      host.result("tasks/cancel", id(task));
      host.result("tasks/cancel", id(task));
      assertThat(bodies(jetty)).isEmpty();
    }

    @Test
    void runThatOthersStartedIsLeftAlone() {
      FakeJetty jetty = start().on(DATABASE, RUNNING).jetty();
      TaskHost host = new TaskHost(jetty);
      host.readOnly = true;
      host.result("tasks/cancel", id(host.begin("wait-for-run", RUN)));
      assertThat(bodies(jetty)).isEmpty();
    }

    @Test
    void runIsLeftAloneWhereTheToolThatStopsItIsDisabled() {
      FakeJetty jetty = start().on(DATABASE, RUNNING).jetty();
      TaskHost host = new TaskHost(jetty);
      host.excluded = List.of("update-trajectory-status");
      host.result("tasks/cancel", id(host.begin("run-task-sync", TASK)));
      assertThat(bodies(jetty)).isEmpty();
    }

    @Test
    void runThatJettyDoesNotListYetIsCancelled() {
      FakeJetty jetty =
          start()
              .on(DATABASE, RUNNING)
              .on(DATABASE, Routes.notFound())
              .on(STATUSES, "{'results':[],'updated_count':1}")
              .jetty();
      TaskHost host = new TaskHost(jetty);
      String task = host.begin("run-task-sync", TASK);
      host.restart();
      host.result("tasks/cancel", id(task));
      assertThat(bodies(jetty)).containsExactly("{\"1a2b3c4d\":\"cancelled\"}");
    }

    @Test
    void cancelFailsWhileJettyCannotBeAsked() {
      TaskHost host =
          host(
              start()
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, new Unavailable(Unavailable.Reason.NOT_CONNECTED, "")));
      assertThat(host.code("tasks/cancel", id(host.begin("run-task-sync", TASK))))
          .isEqualTo(-32603);
    }
  }

  @Nested
  class Ids {
    private final TaskHost host = host(start().on(DATABASE, RUNNING));
    private final String task = host.begin("run-task-sync", TASK);

    private void isUnknown(String id) {
      for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
        var error = host.error(method, id(id)).getJsonRpcError();
        assertThat(error.code()).isEqualTo(-32602);
        assertThat(error.message())
            .isEqualTo(
                "Unknown task: it has expired, or belongs to another token, or the server was"
                    + " started again with another key. Its runs are not affected.");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "tsk_7f", "ÄÖÜ", "%00"})
    void anythingElseIsNoTask(String id) {
      isUnknown(id);
    }

    @Test
    void changedIdIsNoTask() {
      for (int i = 0; i < task.length() - 1; i += 7) {
        char other = task.charAt(i) == 'A' ? 'B' : 'A';
        isUnknown(task.substring(0, i) + other + task.substring(i + 1));
      }
      isUnknown(task + "A".repeat(2_000));
    }

    @Test
    void taskOfAnotherOwnerIsUnknown() {
      host.owner = "bob";
      isUnknown(task);
    }

    @Test
    void taskOfACollectionOutsideTheLockIsUnknown() {
      host.lockedTo = Optional.of("globex");
      host.restart();
      isUnknown(task);
    }

    @Test
    void expiredTaskIsUnknown() {
      host.clock.advance(Duration.ofHours(24));
      isUnknown(task);
    }

    @Test
    void taskSealedWithAnotherKeyIsUnknown() {
      host.sealer = Sealer.of(Secret.of("another key, of thirty-two bytes"));
      host.restart();
      isUnknown(task);
    }

    @Test
    void stateOfAQuestionIsNoTask() {
      ObjectNode sealed = Json.object().put("tool", "run-task-sync");
      sealed.put("created", host.clock.instant().getEpochSecond());
      sealed.set("arguments", FakeJetty.json(RUN));
      isUnknown(host.sealer.seal(Sealer.Purpose.STATE, sealed, host.owner));
    }

    @Test
    void taskOfAToolThatIsNotEnabledIsUnknown() {
      host.readOnly = true;
      host.restart();
      isUnknown(task);
    }

    @Test
    void idThatIsNoStringIsInvalid() {
      assertThat(host.code("tasks/get", Json.object().put("taskId", 7))).isEqualTo(-32602);
      assertThat(host.code("tasks/get", Json.object())).isEqualTo(-32602);
    }

    @Test
    void idsOfTheSameRunDiffer() {
      assertThat(host.begin("run-task-sync", TASK)).isNotEqualTo(task);
    }
  }

  @Nested
  class Protocol {
    @Test
    void extensionIsDeclaredWithoutSettings() {
      JsonNode capabilities = host(start()).discovered();
      assertThat(capabilities.path("extensions").path("io.modelcontextprotocol/tasks").toString())
          .isEqualTo("{}");
      assertThat(capabilities.has("tasks")).isFalse();
    }

    @Test
    void precomputedServiceDeclaresTheSame() {
      for (boolean tasks : new boolean[] {true, false}) {
        TaskHost host = host(start());
        host.tasks = tasks;
        PrecomputedModernService precomputed =
            new PrecomputedModernService(
                "1.2.3",
                "Read me.",
                tasks,
                () -> {
                  throw new AssertionError();
                });
        assertThat(FakeJetty.json(precomputed.discovery().capabilities()))
            .isEqualTo(host.discovered());
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void methodsNeedTheDeclaration(String method) {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      String task = host.begin("run-task-sync", TASK);
      host.capabilities = "{}";
      var error = host.error(method, id(task)).getJsonRpcError();
      assertThat(error.code()).isEqualTo(-32021);
      assertThat(error.data().toString())
          .isEqualTo(
              "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/list", "tasks/result"})
    void methodsOfTheOldExperimentDoNotExist(String method) {
      assertThat(host(start()).code(method, id("x"))).isEqualTo(-32601);
    }

    @Test
    void serverWithoutTasksHasNothingOfThem() {
      TaskHost host = host(started(Acme.RUN));
      host.tasks = false;
      assertThat(host.discovered().path("extensions").has(Extensions.TASKS)).isFalse();
      for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
        assertThat(host.code(method, id("x"))).isEqualTo(-32601);
      }
      JsonNode result = host.call("wait-for-run", RUN);
      assertThat(result.path("resultType").asString("")).isEqualTo("complete");
      assertThat(result.path("structuredContent").path("finished").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'inputResponses':[]}", "{'inputResponses':null}"})
    void updateNeedsAnswers(String params) {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      ObjectNode sent = (ObjectNode) FakeJetty.json(params);
      sent.put("taskId", host.begin("run-task-sync", TASK));
      assertThat(host.code("tasks/update", sent)).isEqualTo(-32602);
    }

    @Test
    void updateAcknowledgesUnknownAnswers() {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      ObjectNode params = id(host.begin("run-task-sync", TASK));
      params.putObject("inputResponses").putObject("go").put("action", "accept");
      assertThat(host.result("tasks/update", params).propertyNames())
          .containsExactlyInAnyOrder("resultType", "_meta");
    }

    @Test
    void taskOutlivesACancelledCallAndRead() {
      FakeJetty jetty = started(Acme.RUN).jetty();
      TaskHost host = new TaskHost(jetty);
      ObjectNode params = Json.object().put("name", "run-task-sync");
      params.set("arguments", FakeJetty.json(TASK));
      List<JsonNode> results = new ArrayList<>();
      Disposable call =
          host.start("tools/call", params).subscribe(result -> results.add((JsonNode) result));
      call.dispose();
      String task = results.get(0).path("taskId").asString("");
      host.start("tasks/get", id(task)).take(Duration.ZERO).subscribe().dispose();
      assertThat(host.get(task).path("status").asString("")).isEqualTo("completed");
      assertThat(bodies(jetty)).isEmpty();
    }

    @Test
    void startThatIsCancelledIsNotRepeated() {
      FakeJetty silent =
          start().jetty().neverEnding(request -> request.path().startsWith("/api/v1/run/"));
      TaskHost host = new TaskHost(silent);
      ObjectNode params = Json.object().put("name", "run-task-sync");
      params.set("arguments", FakeJetty.json(TASK));
      Disposable call = host.start("tools/call", params).subscribe();
      call.dispose();
      assertThat(silent.lines()).containsOnlyOnce(RunStartTest.RUN);
    }
  }

  @Nested
  class Listen {
    private JSONRPCNotification next(TaskHost host) throws InterruptedException {
      return (JSONRPCNotification) host.sent.poll(10, TimeUnit.SECONDS);
    }

    private static ObjectNode listening(String... ids) {
      ObjectNode params = Json.object();
      var wanted = params.putObject("notifications").putArray("taskIds");
      Stream.of(ids).forEach(wanted::add);
      return params;
    }

    @Test
    void statesArePushedUntilTheLast() throws InterruptedException {
      TaskHost host =
          host(
              start()
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, RUNNING)
                  .on(DATABASE, Acme.RUN));
      String task = host.begin("run-task-sync", TASK);
      host.sent.clear();
      Subscriptions subscriptions = new Subscriptions();
      var end =
          host.start("subscriptions/listen", listening(task, "unknown"), subscriptions).toFuture();
      JSONRPCNotification acknowledged = next(host);
      assertThat(acknowledged.params().toString())
          .contains("\"taskIds\":[\"" + task + "\"]")
          .doesNotContain("unknown");
      JsonNode working = (JsonNode) next(host).params();
      assertThat(working.path("status").asString("")).isEqualTo("working");
      assertThat(working.path("_meta").path("io.modelcontextprotocol/subscriptionId").asInt(0))
          .isEqualTo(7);
      JSONRPCNotification last = next(host);
      assertThat(last.method()).isEqualTo("notifications/tasks");
      JsonNode completed = (JsonNode) last.params();
      assertThat(completed.path("status").asString("")).isEqualTo("completed");
      assertThat(completed.path("result").path("resultType").asString("")).isEqualTo("complete");
      assertThat(completed.has("resultType")).isFalse();
      subscriptions.drain();
      assertThat(end).succeedsWithin(Duration.ofSeconds(10));
      assertThat(host.sent).isEmpty();
    }

    @Test
    void firstTwentyTasksAreAcknowledged() throws InterruptedException {
      TaskHost host = host(start().on(DATABASE, RUNNING));
      String[] tasks =
          IntStream.range(0, 21)
              .mapToObj(i -> host.begin("wait-for-run", RUN))
              .toArray(String[]::new);
      host.sent.clear();
      Subscriptions subscriptions = new Subscriptions();
      host.start("subscriptions/listen", listening(tasks), subscriptions).subscribe();
      JsonNode acknowledged = (JsonNode) next(host).params();
      assertThat(acknowledged.at("/notifications/taskIds").values())
          .map(JsonNode::stringValue)
          .containsExactlyElementsOf(List.of(tasks).subList(0, 20));
      subscriptions.drain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "'a'", "{}", "[7]"})
    void idsMustBeAListOfStrings(String ids) {
      ObjectNode params = Json.object();
      params.putObject("notifications").set("taskIds", FakeJetty.json(ids));
      assertThat(host(start()).code("subscriptions/listen", params)).isEqualTo(-32602);
    }

    @Test
    void listeningNeedsTheDeclaration() {
      TaskHost host = host(start());
      host.capabilities = "{}";
      assertThat(host.code("subscriptions/listen", listening("x"))).isEqualTo(-32021);
    }
  }

  @Nested
  class Redaction {
    @Test
    void secretInTheNameOfAStepIsNotInAMessage() {
      String running = RUNNING.replace("\"draft\"", "\"" + "x".repeat(180) + SECRET + "\"");
      TaskHost host = new TaskHost(start().on(DATABASE, running).jetty(), SECRET);
      JsonNode task = host.call("run-task-sync", TASK);
      for (String shown :
          List.of(
              task.path("statusMessage").asString(""),
              host.get(task.path("taskId").asString("")).path("statusMessage").asString(""))) {
        assertThat(shown).contains("is running: xxx").doesNotContain(SECRET.substring(0, 6));
      }
    }

    @Test
    void secretInOutputsAndErrorsIsNotInTheResult() {
      String failed =
          "{'trajectory_id':'1a2b3c4d','status':'failed','error':'bad %1$s','steps':{'a':{'outputs':{'text':'%1$s'}}}}"
              .formatted(SECRET);
      TaskHost host = new TaskHost(started(failed).jetty(), SECRET);
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.toString()).contains("[redacted]").doesNotContain(SECRET.substring(0, 6));
    }

    @Test
    void secretInAWarningOfTheStartIsNotInTheLastResult() {
      TaskHost host = new TaskHost(started(Acme.RUN).jetty(), SECRET);
      JsonNode task =
          host.call(
              "run-task-sync", "{'task':'test-echo','init_params':{'%s':1}}".formatted(SECRET));
      JsonNode state = host.get(task.path("taskId").asString(""));
      for (JsonNode shown : List.of(task, state)) {
        assertThat(shown.toString())
            .contains("init_params.[redacted] is not declared")
            .doesNotContain(SECRET.substring(0, 6));
      }
    }

    @Test
    void secretInAnErrorIsNotInAMessage() {
      Failure down =
          new Unavailable(
              Unavailable.Reason.SERVER_ERROR, 500, "x".repeat(250) + SECRET, Optional.empty());
      TaskHost host =
          new TaskHost(start().on(DATABASE, RUNNING).on(DATABASE, down).jetty(), SECRET);
      JsonNode state = host.get(host.begin("run-task-sync", TASK));
      assertThat(state.path("statusMessage").asString(""))
          .startsWith("Could not ask Jetty")
          .doesNotContain(SECRET.substring(0, 6));
    }

    @Test
    void messageIsGenericWhereTheSecretsAreUnknown() {
      Routes routes =
          new Routes()
              .on(RunStartTest.TASK, Acme.TASK)
              .on(RunStartTest.TRIAL, Acme.TRIAL)
              .on(
                  RunStartTest.ENVIRONMENT,
                  new Unavailable(Unavailable.Reason.SERVER_ERROR, 500, "", Optional.empty()))
              .on(RunStartTest.RUN, Acme.STARTED)
              .on(DATABASE, RUNNING);
      TaskHost host = host(routes);
      JsonNode task = host.call("run-task-sync", TASK);
      assertThat(task.path("statusMessage").asString("")).isEqualTo("working");
      JsonNode state = host.get(task.path("taskId").asString(""));
      assertThat(state.path("status").asString("")).isEqualTo("working");
      assertThat(state.path("statusMessage").asString("")).doesNotContain("draft");
    }
  }
}
