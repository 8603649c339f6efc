package io.jettymcp.simulator.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Steps that fail, or silently do nothing, as the known issues of the language say. */
class StepFailuresTest {
  private static final String INIT_PARAMS =
      """
      {"stored": "acme/a.png", "external": "https://example.com/b.png", "list": [1]}""";

  @RegisterExtension
  static final SimulatorExtension jetty = SimulatorExtension.instant().withModelKey();

  private static final SimulatorClient client = jetty.client();

  @Nested
  class OfKnownIssues {
    @Test
    void promptIsAList() {
      assertFails(
          """
          {"activity": "litellm_chat", "prompt": ["a"]}""",
          KnownIssues.PROMPT_IS_LIST);
    }

    @Test
    void storedImageIsGivenAsUrl() {
      assertFails(
          """
          {"activity": "litellm_vision", "image_url_path": "init_params.stored"}""",
          KnownIssues.STORED_IMAGE_AS_URL);
    }

    @Test
    void itemsOfAFanOutAreNotAPath() {
      assertFails(
          """
          {"activity": "list_emit_await", "items": ["a"], "child_workflow_name": "x"}""",
          KnownIssues.FAN_OUT_ITEMS);
    }

    @Test
    void childNameOfAFanOutHasACollection() {
      OneStep step =
          run(
              """
              {"activity": "list_emit_await", "items_path": "init_params.list",
                "child_workflow_name": "acme/test-echo"}""");
      assertThat(step.error()).startsWith(KnownIssues.FAN_OUT_CHILD_NAME.message().orElseThrow());
    }

    @Test
    void stubOfARunbookIsNotRegistered() {
      JsonNode trajectory =
          client.trajectoryOf(
              """
              {"step_configs": {"completion": {"activity": "passthrough"}},
                "steps": ["completion"]}""",
              "{}");
      assertThat(trajectory.at("/steps/completion/error").asString())
          .isEqualTo(KnownIssues.RUNBOOK_STUB.message().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"image_path_expr\": \"https://example.com/a.png\"",
          "\"image_path_expr\": \"init_params.external\"",
          "\"image_url\": \"https://example.com/a.png\"",
          "\"image_url_path\": \"init_params.external\""
        })
    void externalImageIsNoReference(String image) {
      assertFails(
          """
          {"activity": "litellm_vision", "prompt": "x", %s}"""
              .formatted(image),
          KnownIssues.EXTERNAL_IMAGE);
    }

    private static void assertFails(String config, KnownIssue issue) {
      assertThat(run(config).error()).isEqualTo(issue.message().orElseThrow());
    }
  }

  @Nested
  class SilentIssues {
    @Test
    void promptUnderTheWrongNameIsMissing() {
      OneStep step =
          run(
              """
              {"activity": "litellm_chat", "model": "m", "user_prompt": "Hello?"}""");
      assertThat(step.trajectory().path("status").asString()).isEqualTo("completed");
      assertThat(step.text()).endsWith("The prompt was empty.");
    }

    @Test
    void smallModelThatReadsALongInputIsOnlyReady() {
      assertThat(readByHaiku("word ".repeat(600))).endsWith("I understand. I am ready.");
    }

    @Test
    void requestAfterALongInputHelpsASmallModel() {
      assertThat(readByHaiku("word ".repeat(600) + "\\nSummarize the above."))
          .contains("The prompt was: word");
    }

    private static String readByHaiku(String prompt) {
      return run("""
              {"activity": "litellm_chat", "model": "claude-haiku-4-5", "prompt": "%s"}"""
              .formatted(prompt))
          .text();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"content\": \"x\", \"instruction\": \"y\"",
          "\"item\": \"x\", \"criteria\": \"y\""
        })
    void judgeWithTheWrongNamesJudgesNothing(String parameters) {
      OneStep step =
          run(
              """
              {"activity": "simple_judge", %s}"""
                  .formatted(parameters));
      assertThat(step.trajectory().path("status").asString()).isEqualTo("completed");
      assertThat(step.outputs())
          .hasToString(
              """
              {"results":[],"average_score":null}""");
    }

    @Test
    void outputUnderTheWrongNameIsNullDownstream() {
      JsonNode use =
          client
              .trajectoryOf(
                  """
                  {
                    "step_configs": {
                      "draw": {"activity": "replicate_text2image", "prompt": "x"},
                      "use": {"activity": "text_echo", "text_path": "draw.outputs.storage_path"}
                    },
                    "steps": ["draw", "use"]
                  }""",
                  "{}")
              .at("/steps/use");
      assertThat(use.at("/outputs/text").isNull()).isTrue();
      assertThat(use.path("status").asString()).isEqualTo("completed");
    }

    @Test
    void pathInsideAnObjectStaysAString() {
      OneStep step =
          run(
              """
              {"activity": "replicate_run", "model": "m",
                "input": {"prompt_path": "init_params.stored"}}""");
      assertThat(step.step().at("/inputs/input/prompt_path").asString())
          .isEqualTo("init_params.stored");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "activity": "text_template"                                                       | ValueError: template is required
          "activity": "text_template", "template": "{{x}}"                                  | KeyError: 'x'
          "activity": "text_concatenate", "texts": "x"                                      | ValueError: texts must be a list
          "activity": "text_split", "text": "x", "chunk_size": 0                            | ValueError: chunk_size must be at least 1
          "activity": "text_split", "text": "x", "chunk_size": 2, "overlap": 2              | ValueError: overlap must be at least 0 and smaller than chunk_size
          "activity": "text_split", "text": "x", "chunk_size": "many"                       | ValueError: chunk_size must be an integer
          "activity": "replicate_text2image"                                                | ValueError: prompt is required
          "activity": "simple_judge", "scale_range": [5, 1]                                 | ValueError: scale_range must be a list of the lowest and highest score, or an object with min and max
          "activity": "read_uploaded_file", "file_path": "init_params.stored"               | FileNotFoundError: no uploaded file at 'acme/a.png'
          "activity": "list_emit_await", "items_path": "init_params.stored"                 | ValueError: items_path must lead to a list
          "activity": "extract_from_trajectories", "trajectory_ids": ["x"]                  | ValueError: trajectory_list_path is required
          "activity": "extract_from_trajectories", "trajectory_list": ["x"]                 | ValueError: extract_keys is required and must be an object
          "activity": "extract_from_trajectories", "trajectory_list": ["x"], "extract_keys": {"a": "b.outputs.c"} | Trajectory 'x' not found
          "activity": "text_echo", "text_path": "later.outputs.text"                        | Invalid workflow reference: later
          "activity": "text_echo", "text_path": "init_params.a[x]"                          | Invalid workflow reference: init_params
          "activity": "text_echo", "text_path": ""                                          | `Invalid workflow reference: `
          """)
  void failedStepSaysWhy(String config, String error) {
    assertThat(run("{" + config + "}").error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"steps": ["ghost"]}""",
        """
        {"steps": [5]}""",
        """
        {"steps": ["a"], "step_configs": []}""",
        """
        {"steps": ["a"], "step_configs": {"a": "text_echo"}}""",
        """
        {"steps": ["a"], "step_configs": {"a": {"activity": 7}}, "init_params": []}"""
      })
  void malformedWorkflowFailsTheRun(String workflow) {
    JsonNode trajectory = client.trajectoryOf(workflow, "{}");
    assertThat(trajectory.path("status").asString()).isEqualTo("failed");
    assertThat(trajectory.toString()).contains("No step registered for");
  }

  @Test
  void failedStepEndsTheRun() {
    JsonNode trajectory =
        client.trajectoryOf(
            """
            {
              "step_configs": {
                "a": {"activity": "text_template"},
                "b": {"activity": "text_echo", "text": "x"}
              },
              "steps": ["a", "b"]
            }""",
            "{}");
    assertThat(trajectory.path("steps").propertyNames()).containsExactly("a");
    assertThat(trajectory.path("completed_steps").isEmpty()).isTrue();
    assertThat(trajectory.path("error").asString())
        .isEqualTo("Workflow execution failed at step 'a'");
  }

  @Nested
  class Limits {
    @Test
    void longTextFails() {
      OneStep step =
          OneStep.run(
              client,
              """
              {"activity": "text_template", "t_path": "init_params.big", "template": "%s"}"""
                  .formatted("{{t}}".repeat(9)),
              """
              {"big": "%s"}"""
                  .formatted("x".repeat(1_000_000)));
      assertThat(step.error()).isEqualTo("The simulator limits a text to 8 MB");
    }

    @Test
    void manyChunksFail() {
      OneStep step =
          run(
              """
              {"activity": "text_split", "text": "%s", "chunk_size": 1}"""
                  .formatted("x".repeat(10_001)));
      assertThat(step.error()).contains("at most 10000 chunks");
    }

    @Test
    void endlessLoopFails() {
      OneStep step =
          run(
              """
              {"activity": "conditional_branch", "condition": true, "true_step": "it"}""");
      assertThat(step.error()).contains("at most 500 steps");
    }
  }

  private static OneStep run(String config) {
    return OneStep.run(client, config, INIT_PARAMS);
  }
}
