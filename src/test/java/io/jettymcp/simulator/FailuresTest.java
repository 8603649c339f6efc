package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.workflow.KnownIssues;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What goes wrong at run time, as the table of known issues says. */
class FailuresTest {
  private static Simulator simulator;
  private static SimulatorClient visit;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator);
    String key = "{\"environment_variables\":{\"OPENROUTER_API_KEY\":\"pretend-key\"}}";
    visit.json("PATCH", "/api/v1/collections/acme/environment", key);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void theMessagesAreThoseOfTheTable() {
    assertThat(error("'activity':'litellm_chat','prompt':['a']"))
        .isEqualTo(KnownIssues.PROMPT_IS_LIST.message().orElseThrow());
    assertThat(error("'activity':'litellm_vision','image_url_path':'init_params.stored'"))
        .isEqualTo(KnownIssues.STORED_IMAGE_AS_URL.message().orElseThrow());
    assertThat(error("'activity':'list_emit_await','items':['a'],'child_workflow_name':'x'"))
        .isEqualTo(KnownIssues.FAN_OUT_ITEMS.message().orElseThrow());
    assertThat(
            error(
                "'activity':'list_emit_await','items_path':'init_params.list',"
                    + "'child_workflow_name':'acme/test-echo'"))
        .startsWith(KnownIssues.FAN_OUT_CHILD_NAME.message().orElseThrow());
    String stub =
        "{'step_configs':{'completion':{'activity':'passthrough'}},'steps':['completion']}";
    assertThat(error(trajectory(stub), "completion"))
        .isEqualTo(KnownIssues.RUNBOOK_STUB.message().orElseThrow());
  }

  @Test
  void anExternalImageIsNoReferenceHoweverItIsGiven() {
    String message = KnownIssues.EXTERNAL_IMAGE.message().orElseThrow();
    for (String image :
        List.of(
            "'image_path_expr':'https://example.com/a.png'",
            "'image_path_expr':'init_params.external'",
            "'image_url':'https://example.com/a.png'",
            "'image_url_path':'init_params.external'")) {
      assertThat(error("'activity':'litellm_vision','prompt':'x'," + image))
          .as(image)
          .isEqualTo(message);
    }
  }

  @Test
  void aPromptUnderTheWrongNameIsSilentlyMissing() {
    JsonNode trajectory =
        trajectory(one("'activity':'litellm_chat','model':'m','user_prompt':'Hello?'"));
    assertThat(trajectory.path("status").asString()).isEqualTo("completed");
    assertThat(text(trajectory)).endsWith("The prompt was empty.");
  }

  @Test
  void aSmallModelThatReadsALongInputToItsEndIsOnlyReady() {
    String input = "word ".repeat(600);
    String chat = "'activity':'litellm_chat','model':'claude-haiku-4-5','prompt':'";
    assertThat(text(trajectory(one(chat + input + "'")))).endsWith("I understand. I am ready.");
    assertThat(text(trajectory(one(chat + input + "\\nSummarize the above.'"))))
        .contains("The prompt was: word");
  }

  @Test
  void aJudgeWithTheWrongNamesJudgesNothingAndDoesNotComplain() {
    for (String wrong : List.of("'content':'x','instruction':'y'", "'item':'x','criteria':'y'")) {
      JsonNode trajectory = trajectory(one("'activity':'simple_judge'," + wrong));
      assertThat(trajectory.path("status").asString()).isEqualTo("completed");
      assertThat(trajectory.path("steps").path("it").path("outputs").toString())
          .isEqualTo("{\"results\":[],\"average_score\":null}");
    }
  }

  @Test
  void outputsUnderTheWrongNameAreNullDownstream() {
    String workflow =
        "{'step_configs':{'draw':{'activity':'replicate_text2image','prompt':'x'},"
            + "'use':{'activity':'text_echo','text_path':'draw.outputs.storage_path'}},"
            + "'steps':['draw','use']}";
    JsonNode use = trajectory(workflow).path("steps").path("use");
    assertThat(use.path("outputs").toString()).isEqualTo("{\"text\":null}");
    assertThat(use.path("status").asString()).isEqualTo("completed");
  }

  @Test
  void aPathInsideAnObjectStaysAText() {
    String workflow =
        "{'step_configs':{'it':{'activity':'replicate_run','model':'m',"
            + "'input':{'prompt_path':'init_params.stored'}}},'steps':['it']}";
    assertThat(trajectory(workflow).path("steps").path("it").path("inputs").toString())
        .contains("\"prompt_path\":\"init_params.stored\"");
  }

  @Test
  void stepsThatCannotWorkSayWhy() {
    assertThat(error("'activity':'text_template'")).isEqualTo("ValueError: template is required");
    assertThat(error("'activity':'text_template','template':'{{x}}'")).isEqualTo("KeyError: 'x'");
    assertThat(error("'activity':'text_concatenate','texts':'x'"))
        .isEqualTo("ValueError: texts must be a list");
    assertThat(error("'activity':'text_split','text':'x','chunk_size':0"))
        .isEqualTo("ValueError: chunk_size must be at least 1");
    assertThat(error("'activity':'text_split','text':'x','chunk_size':2,'overlap':2"))
        .contains("overlap must be");
    assertThat(error("'activity':'text_split','text':'x','chunk_size':'many'"))
        .isEqualTo("ValueError: chunk_size must be a whole number");
    assertThat(error("'activity':'replicate_text2image'"))
        .isEqualTo("ValueError: prompt is required");
    assertThat(error("'activity':'simple_judge','item':'x','instruction':'y','scale_range':[5,1]"))
        .contains("scale_range");
    assertThat(error("'activity':'read_uploaded_file','file_path':'init_params.stored'"))
        .isEqualTo("FileNotFoundError: no uploaded file at 'acme/a.png'");
    assertThat(error("'activity':'list_emit_await','items_path':'init_params.stored'"))
        .isEqualTo("ValueError: items_path must lead to a list");
    assertThat(error("'activity':'extract_from_trajectories','trajectory_ids':['x']"))
        .isEqualTo("ValueError: trajectory_list_path is required");
    assertThat(
            error(
                "'activity':'extract_from_trajectories','trajectory_list':['x'],"
                    + "'extract_paths':['a']"))
        .contains("extract_keys is required");
    assertThat(
            error(
                "'activity':'extract_from_trajectories','trajectory_list':['x'],"
                    + "'extract_keys':{'a':'b.outputs.c'}"))
        .isEqualTo("Trajectory 'x' not found");
  }

  @Test
  void referencesToNothingThatRanAreInvalid() {
    assertThat(error("'activity':'text_echo','text_path':'later.outputs.text'"))
        .isEqualTo("Invalid workflow reference: later");
    assertThat(error("'activity':'text_echo','text_path':'init_params.a[x]'"))
        .isEqualTo("Invalid workflow reference: init_params");
    assertThat(error("'activity':'text_echo','text_path':''"))
        .startsWith("Invalid workflow reference");
  }

  @Test
  void brokenWorkflowsFailInsteadOfBreakingTheServer() {
    for (String workflow :
        List.of(
            "{'steps':['ghost']}",
            "{'steps':[5]}",
            "{'steps':['a'],'step_configs':[]}",
            "{'steps':['a'],'step_configs':{'a':'text_echo'}}",
            "{'steps':['a'],'step_configs':{'a':{'activity':7}},'init_params':[]}")) {
      JsonNode trajectory = trajectory(workflow);
      assertThat(trajectory.path("status").asString()).as(workflow).isEqualTo("failed");
      assertThat(trajectory.toString()).contains("No step registered for");
    }
  }

  @Test
  void aFailedStepEndsTheRun() {
    JsonNode trajectory =
        trajectory(
            "{'step_configs':{'a':{'activity':'text_template'},"
                + "'b':{'activity':'text_echo','text':'x'}},'steps':['a','b']}");
    assertThat(trajectory.path("steps").propertyNames()).containsExactly("a");
    assertThat(trajectory.path("steps").path("a").path("status").asString()).isEqualTo("failed");
    assertThat(trajectory.path("completed_steps").isEmpty()).isTrue();
    assertThat(trajectory.path("error").asString())
        .isEqualTo("Workflow execution failed at step 'a'");
  }

  @Test
  void whatWouldTakeTooMuchMemoryFails() {
    String doubling =
        "{'step_configs':{'a':{'activity':'text_echo','text_path':'init_params.big'},"
            + "'b':{'activity':'text_template','template':'"
            + "{{t}}".repeat(9)
            + "','t_path':'a.outputs.text'}},'steps':['a','b']}";
    JsonNode trajectory =
        visit.trajectoryOf(
            doubling.replace('\'', '"'), "{\"big\":\"" + "x".repeat(1_000_000) + "\"}");
    assertThat(error(trajectory, "b")).contains("at most 8 MB");
    assertThat(error("'activity':'text_split','text':'" + "x".repeat(10_001) + "','chunk_size':1"))
        .contains("at most 10000 chunks");
    String loop =
        "{'step_configs':{'it':{'activity':'conditional_branch','condition':true,"
            + "'true_step':'it'}},'steps':['it']}";
    assertThat(error(trajectory(loop), "it")).contains("at most 500 steps");
  }

  private static String error(String config) {
    return error(trajectory(one(config)), "it");
  }

  private static String error(JsonNode trajectory, String step) {
    JsonNode failed = trajectory.path("steps").path(step);
    assertThat(failed.path("status").asString("")).isEqualTo("failed");
    assertThat(trajectory.path("status").asString("")).isEqualTo("failed");
    return failed.path("error").asString("");
  }

  private static String text(JsonNode trajectory) {
    return trajectory.path("steps").path("it").path("outputs").path("text").asString("");
  }

  private static String one(String config) {
    return "{'step_configs':{'it':{" + config + "}},'steps':['it']}";
  }

  private static JsonNode trajectory(String workflow) {
    return visit.trajectoryOf(
        workflow.replace('\'', '"'),
        "{\"stored\":\"acme/a.png\",\"external\":\"https://example.com/b.png\",\"list\":[1]}");
  }
}
