package io.jettymcp.runs;

import static io.jettymcp.runs.RunSamples.TOP;
import static io.jettymcp.runs.RunSamples.TOP_LOG;
import static io.jettymcp.runs.RunSamples.VAGUE;
import static io.jettymcp.runs.RunSamples.db;
import static io.jettymcp.runs.RunSamples.debugTop;
import static io.jettymcp.runs.RunSamples.fanOut;
import static io.jettymcp.runs.RunSamples.log;
import static io.jettymcp.runs.RunSamples.storage;
import static io.jettymcp.runs.RunSamples.task;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests the findings and fixes of debug-run. */
class DebugFixTest {
  private static final String CONFIGS =
      """
      {"draft":{"activity":"litellm_chat","model":"m","user_prompt_path":"init_params.topic"},
       "rate":{"activity":"simple_judge","item_path":"draft.outputs.content","criteria":"Clear?",
        "judge_type":"scale","score_range":[1,10]}}""";

  private static final String WORKFLOW =
      """
      {"init_params":{"topic":"","tone":"dry"},"steps":["draft","rate"],"step_configs":%s}"""
          .formatted(CONFIGS);

  private static final String RUN =
      """
      {"status":"failed","init_params":{"topic":"lamps","tone":"dry"},"step_configs":%s,
       "total_steps":["draft","rate"],"steps":{"draft":{"status":"completed"},
        "rate":{"status":"failed","error":"broke"}}}"""
          .formatted(CONFIGS);

  @Test
  void findingsOfTheTaskAreShownWithTheError() {
    ToolHarness call = debugTop(failed(WORKFLOW));

    assertThat(call.shown().path("root_cause").path("error").asString()).isEqualTo("broke");
    assertThat(call.shown().path("lint"))
        .extracting(
            finding -> finding.path("severity").asString() + " " + finding.path("where").asString())
        .containsExactlyInAnyOrder(
            "loses step_configs.draft.user_prompt_path",
            "loses step_configs.rate.item_path",
            "loses step_configs.rate.criteria",
            "loses step_configs.rate.score_range",
            "doubtful init_params.tone");
  }

  @Test
  void fixIsOneCallFollowedByTheRerun() {
    List<Next> next = debugTop(failed(WORKFLOW)).result().next();

    assertThat(next)
        .extracting(Next::tool)
        .containsExactly("get-trajectory", "update-task", "run-task");
    assertThat(next.get(1).why()).startsWith("ask first");
    assertThat(next.get(1).arguments().path("task").asString()).isEqualTo("top");
    assertThat(next.get(1).arguments().path("changes"))
        .containsExactlyInAnyOrderElementsOf(
            json(
                """
                [{"path":"step_configs.draft.user_prompt_path","remove":true},
                 {"path":"step_configs.draft.prompt_path","value":"init_params.topic"},
                 {"path":"step_configs.rate.item_path","value":"draft.outputs.text"},
                 {"path":"step_configs.rate.criteria","remove":true},
                 {"path":"step_configs.rate.instruction","value":"Clear?"},
                 {"path":"step_configs.rate.score_range","remove":true},
                 {"path":"step_configs.rate.scale_range","value":[1,10]}]"""));
  }

  @Test
  void childTaskIsFixedAndTheParentRunsAgain() {
    Routes routes =
        new Routes()
            .on(TOP, fanOut("failed", VAGUE, "leaf bbbb0001"))
            .on(db("leaf", "bbbb0001"), RUN)
            .on(storage("leaf", "bbbb0001"), Routes.notFound())
            .on(log("leaf", "bbbb0001"), "[]")
            .on(task("leaf"), "{'workflow':" + WORKFLOW + "}");
    List<Next> next = debugTop(routes).result().next();

    assertThat(next.get(1).arguments().path("task").asString()).isEqualTo("leaf");
    assertThat(next.get(2).arguments().path("task").asString()).isEqualTo("top");
  }

  @Test
  void doubtfulFindingOfTheFailedStepIsFixedIfItIsTheOnlyOne() {
    String configs =
        "{'a':{'activity':'litellm_chat','prompt':'x','temprature':1},"
            + "'b':{'activity':'text_echo','text':'y','txet':'z'}}";
    ToolHarness call = debugTop(failed("a", configs, configs));

    assertThat(changes(call))
        .isEqualTo(
            json(
                "[{'path':'step_configs.a.temprature','remove':true},"
                    + "{'path':'step_configs.a.temperature','value':1}]"));
  }

  @Test
  void unknownActivityIsNotReplacedByANearName() {
    String configs = "{'a':{'activity':'litellm_chatt','prompt':'x'}}";
    ToolHarness call = debugTop(failed("a", configs, configs));

    assertThat(call.shown().path("lint").path(0).path("where").asString())
        .isEqualTo("step_configs.a.activity");
    assertThat(call.result().next()).extracting(Next::tool).doesNotContain("update-task");
  }

  @Test
  void partialFixSkipsValidation() {
    String configs =
        "{'a':{'activity':'litellm_chat','prompt':['x']},"
            + "'b':{'activity':'litellm_chat','user_prompt':'y'}}";
    Next update = debugTop(failed("a", configs, configs)).result().next().get(1);
    assertThat(update.arguments().path("skip_validation").asBoolean()).isTrue();
    assertThat(update.why()).contains("the rest by hand");
  }

  @Test
  void fixedTaskIsNotChangedAgain() {
    ToolHarness call =
        debugTop(
            failed(
                "a",
                "{'a':{'activity':'litellm_chat','user_prompt':'x'}}",
                "{'a':{'activity':'litellm_chat','prompt':'x'}}"));

    assertThat(call.shown().has("lint")).isFalse();
    assertThat(call.shown().path("notes").toString()).contains("was changed after this run");
    assertThat(call.result().next())
        .extracting(Next::tool)
        .containsExactly("get-trajectory", "get-task");
  }

  @Test
  void deletedTaskIsLintedAsItRan() {
    ToolHarness call = debugTop(RUN);

    assertThat(call.shown().path("lint")).hasSize(5);
    assertThat(call.result().next()).extracting(Next::tool).doesNotContain("update-task");
  }

  @Test
  void tooLongFixIsNotSuggestedAsACall() {
    String configs =
        "{'a':{'activity':'litellm_chat','user_prompt':'" + "long ".repeat(2_000) + "'}}";
    ToolHarness call = debugTop(failed("a", configs, configs));

    assertThat(call.shown().path("fix").asString()).contains("prompt, prompt_path");
    assertThat(call.result().next()).extracting(Next::tool).contains("get-task");
  }

  @Test
  void inputsOfTheRunCountAsDeclared() {
    String configs = "{'a':{'activity':'text_echo','text_path':'init_params.item'}}";
    Routes routes =
        new Routes()
            .on(
                TOP,
                "{'status':'failed','init_params':{'item':'x'},'step_configs':%s,'steps':{'a':{'status':'failed'}}}"
                    .formatted(configs))
            .on(TOP_LOG, "[]")
            .on(
                task("top"),
                "{'workflow':{'init_params':{},'steps':['a'],'step_configs':%s}}"
                    .formatted(configs));

    assertThat(debugTop(routes).shown().has("lint")).isFalse();
  }

  private static JsonNode changes(ToolHarness call) {
    return call.result().next().stream()
        .filter(next -> next.tool().equals("update-task"))
        .findFirst()
        .orElseThrow()
        .arguments()
        .path("changes");
  }

  private static Routes failed(String workflow) {
    return new Routes()
        .on(TOP, RUN)
        .on(TOP_LOG, "[]")
        .on(task("top"), "{'workflow':" + workflow + "}");
  }

  /** Builds a run that failed at a step, with its configs and the stored ones. */
  private static Routes failed(String step, String ran, String stored) {
    return new Routes()
        .on(
            TOP,
            "{'status':'failed','step_configs':%s,'steps':{'%s':{'status':'failed','error':'broke'}}}"
                .formatted(ran, step))
        .on(TOP_LOG, "[]")
        .on(
            task("top"),
            "{'workflow':{'init_params':{},'steps':%s,'step_configs':%s}}"
                .formatted(Json.array(json(stored).propertyNames()), stored));
  }
}
