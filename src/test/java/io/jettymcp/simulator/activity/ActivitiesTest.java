package io.jettymcp.simulator.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each activity where it works; StepFailuresTest has those where it does not. */
class ActivitiesTest {
  @RegisterExtension
  static final SimulatorExtension jetty = SimulatorExtension.instant().withModelKey();

  private static final SimulatorClient client = jetty.client();

  @Test
  void everyActivityOfTheLanguageIsSupported() {
    assertThat(ActivityRegistry.all().keySet())
        .containsAll(Activities.ALL.stream().map(Activity::name).toList());
  }

  @Test
  void runWithoutStepsCompletes() {
    JsonNode trajectory =
        client.trajectoryOf(
            """
            {"steps": []}""",
            "{}");
    assertThat(trajectory.path("status").asString()).isEqualTo("completed");
    assertThat(trajectory.path("steps").isEmpty()).isTrue();
  }

  @Nested
  class Inputs {
    @Test
    void plainValueIsUsed() {
      OneStep step =
          run(
              """
              {"activity": "text_echo", "text": "plain"}""");
      assertThat(step.text()).isEqualTo("plain");
    }

    @Test
    void pathIsLookedUp() {
      OneStep step =
          run(
              """
              {"activity": "text_echo", "text_path": "init_params.a.b[1]"}""",
              """
              {"a": {"b": [1, 2]}}""");
      assertThat(step.text()).isEqualTo("2");
    }

    @Test
    void pathToNothingIsNull() {
      OneStep step =
          run(
              """
              {"activity": "text_echo", "text_path": "init_params.none"}""");
      assertThat(step.outputs().path("text").isNull()).isTrue();
    }

    @Test
    void pathWinsOverPlainValue() {
      OneStep step =
          run(
              """
              {"activity": "text_echo", "text": "plain", "text_path": "init_params.text"}""",
              """
              {"text": "looked up"}""");
      assertThat(step.text()).isEqualTo("looked up");
    }

    @Test
    void laterStepsSeeInputsAndOutputsOfEarlierOnes() {
      JsonNode steps =
          client
              .trajectoryOf(
                  """
                  {
                    "init_params": {"list": [{"id": "x"}, {"id": "y"}]},
                    "step_configs": {
                      "first": {"activity": "text_echo", "text_path": "init_params.list[*].id"},
                      "second": {"activity": "text_concatenate", "separator": "+",
                        "texts_path": "first.inputs.text"},
                      "third": {"activity": "text_echo", "text_path": "second.outputs.text"}
                    },
                    "steps": ["first", "second", "third"]
                  }""",
                  "{}")
              .path("steps");
      assertThat(steps.at("/first/inputs/text")).hasToString("[\"x\",\"y\"]");
      assertThat(steps.at("/third/outputs/text").asString()).isEqualTo("x+y");
      assertThat(steps.at("/third/depends_on")).hasToString("[\"second\"]");
    }
  }

  @Nested
  class Placeholders {
    @Test
    void textIsFilledFromInputsAndOutputs() {
      JsonNode steps =
          client
              .trajectoryOf(
                  """
                  {
                    "init_params": {"branch": "main", "review": {"x": 1}},
                    "step_configs": {
                      "first": {"activity": "text_echo", "text": "On {{branch}}, {{ init_params.review.x }}"},
                      "second": {"activity": "text_echo", "text": "{{ first.outputs.text }}!"}
                    },
                    "steps": ["first", "second"]
                  }""",
                  "{}")
              .path("steps");
      assertThat(steps.at("/second/outputs/text").asString()).isEqualTo("On main, 1!");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{{gone}}", "{{ gone.outputs.x }}", "{{#if x}}", "${{ x.y }}", "{{a..b}}"})
    void whatLeadsNowhereKeepsItsBraces(String text) {
      assertThat(run("{\"activity\": \"text_echo\", \"text\": \"" + text + "\"}").text())
          .isEqualTo(text);
    }
  }

  @Nested
  class Files {
    @Test
    void filesAreSelectedByName() {
      OneStep step =
          run(
              """
              {"activity": "select_files", "patterns": ["*.md", "b?"],
                "files": ["a/x.md", {"path": "a/y.md"}, "a/md", "b?", "bc"]}""");
      assertThat(step.outputs().path("files"))
          .hasToString("[\"a/x.md\",{\"path\":\"a/y.md\"},\"b?\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"num_outputs", "num_images", "n"})
    void numberOfImagesHasSeveralNames(String parameter) {
      OneStep step =
          run(
              "{\"activity\": \"gemini_image_generator\", \"prompt\": \"x\", \"%s\": 3}"
                  .formatted(parameter));
      assertThat(step.outputs().path("images")).hasSize(3);
    }
  }

  @Nested
  class Texts {
    @Test
    void templateIsFilledOnce() {
      OneStep step =
          run(
              """
              {"activity": "text_template", "name_path": "init_params.name", "n": 3,
                "template": "Hi {{ name }}, {n} times; {not} {{n}}"}""",
              """
              {"name": "Ada {{n}}"}""");
      assertThat(step.text()).isEqualTo("Hi Ada {{n}}, 3 times; {not} 3");
    }

    @Test
    void textsAreJoinedWithASeparator() {
      OneStep step =
          run(
              """
              {"activity": "text_concatenate", "texts": ["a", 2, null, "b"], "separator": ", "}""");
      assertThat(step.text()).isEqualTo("a, 2, , b");
    }

    @Test
    void noTextsAreJoinedToAnEmptyOne() {
      OneStep step =
          run(
              """
              {"activity": "text_concatenate", "texts": []}""");
      assertThat(step.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_split", "split_text"})
    void textIsSplitIntoOverlappingChunks(String activity) {
      OneStep step =
          run(
              """
              {"activity": "%s", "text": "abcdefgh", "chunk_size": 4, "overlap": 1}"""
                  .formatted(activity));
      assertThat(step.outputs().path("chunks")).hasToString("[\"abcd\",\"defg\",\"gh\"]");
    }

    @Test
    void shortTextIsOneChunk() {
      OneStep step =
          run(
              """
              {"activity": "text_split", "text": "abc"}""");
      assertThat(step.outputs().path("chunks")).hasToString("[\"abc\"]");
    }
  }

  @Nested
  class Branches {
    private static final String WORKFLOW =
        """
        {
          "init_params": {"go": true},
          "step_configs": {
            "choose": {"activity": "conditional_branch", "condition_path": "init_params.go",
              "true_step": "yes", "false_step": "no"},
            "yes": {"activity": "text_echo", "text": "yes"},
            "no": {"activity": "text_echo", "text": "no"},
            "end": {"activity": "text_echo", "text": "end"}
          },
          "steps": ["choose", "yes", "no", "end"]
        }""";

    @Test
    void trueConditionSkipsTheOtherStep() {
      assertThat(completed(WORKFLOW, "true")).containsExactly("choose", "yes", "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"\"", "\"False\"", "[]", "null"})
    void falseConditionSkipsTheOtherStep(String condition) {
      assertThat(completed(WORKFLOW, condition)).containsExactly("choose", "no", "end");
    }

    @Test
    void stepThatIsNotInTheListRunsNext() {
      String workflow = WORKFLOW.replace("\"choose\", \"yes\", \"no\", ", "\"choose\", ");
      assertThat(completed(workflow, "\"x\"")).containsExactly("choose", "yes", "end");
    }

    private static List<String> completed(String workflow, String condition) {
      return client
          .trajectoryOf(workflow, "{\"go\": %s}".formatted(condition))
          .path("completed_steps")
          .valueStream()
          .map(JsonNode::asString)
          .toList();
    }
  }

  @Nested
  class Models {
    private static final String CHAT =
        """
        {"activity": "litellm_chat", "model": "gpt-4o-mini", "prompt": "Name a colour."}""";

    @Test
    void chatSaysThatItIsSimulated() {
      assertThat(run(CHAT).outputs())
          .hasToString(
              """
              {"text":"[Simulated answer, gpt-4o-mini was not called] The prompt was: \
              Name a colour.","usage":{"prompt_tokens":4,"completion_tokens":20,\
              "total_tokens":24}}""");
    }

    @Test
    void chatIsDeterministic() {
      assertThat(run(CHAT, "{\"again\": 1}").outputs()).isEqualTo(run(CHAT).outputs());
    }

    @Test
    void chatIsTruncatedToItsMaxTokens() {
      OneStep step = run(CHAT.replace("}", ", \"max_tokens\": 3}"));
      assertThat(step.outputs())
          .hasToString(
              """
              {"text":"[Simulated a","usage":{"prompt_tokens":4,"completion_tokens":3,\
              "total_tokens":7},"finish_reason":"length"}""");
    }

    @Test
    void chatWithAJsonFormatReturnsJson() {
      OneStep step =
          run(
              """
              {"activity": "gemini_prompt", "prompt": "x",
                "response_format": {"type": "json_object"}}""");
      JsonNode answer = JsonMapper.shared().readTree(step.text());
      assertThat(answer.path("simulated").asBoolean()).isTrue();
      assertThat(answer.path("answer").asString("")).endsWith("The prompt was: x");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"litellm_image_generation", "gemini_image_generator", "replicate_text2image"})
    void imagesHavePathsInTheStorageOfTheRun(String activity) {
      OneStep step =
          run(
              """
              {"activity": "%s", "prompt": "x", "num_outputs": 2}"""
                  .formatted(activity));
      JsonNode images = step.outputs().path("images");
      assertThat(images.size()).isEqualTo(2);
      assertThat(images.path(1).path("path").asString())
          .isEqualTo(
              "%s/%s.it.0001.png",
              step.trajectory().path("storage_path").asString(),
              step.trajectory().path("trajectory_id").asString());
      assertThat(images.path(1).path("content_type").asString()).isEqualTo("image/png");
    }

    @Test
    void visionReadsAStoredImage() {
      OneStep step =
          run(
              """
              {"activity": "litellm_vision", "prompt": "What is it?",
                "image_path_expr": "init_params.image"}""",
              """
              {"image": "acme/x/0000/a.png"}""");
      assertThat(step.text()).contains("Simulated answer", "acme/x/0000/a.png");
    }

    @Test
    void videoHasAPath() {
      OneStep step =
          run(
              """
              {"activity": "replicate_text2video", "prompt": "x"}""");
      assertThat(step.outputs().at("/videos/0/path").asString()).endsWith(".it.0000.mp4");
    }

    @Test
    void anyModelReturnsAnOutput() {
      OneStep step =
          run(
              """
              {"activity": "replicate_run", "model": "owner/m", "input": {"a": 1}}""");
      assertThat(step.outputs().path("output").asString()).contains("owner/m was not called");
    }
  }

  @Nested
  class Judges {
    @Test
    void scoresAreWithinTheScale() {
      for (JsonNode result : scored().path("results")) {
        assertThat(result.path("score").asInt()).isBetween(2, 4);
        assertThat(result.path("raw_result").asString()).isEqualTo(result.path("score").toString());
        assertThat(result.path("explanation").asString()).startsWith("Simulated score");
      }
    }

    @Test
    void averageIsThatOfTheScores() {
      JsonNode outputs = scored();
      assertThat(outputs.path("results").size()).isEqualTo(4);
      assertThat(outputs.path("average_score").asDouble())
          .isEqualTo(
              outputs
                  .path("results")
                  .valueStream()
                  .mapToInt(result -> result.path("score").asInt())
                  .average()
                  .orElseThrow());
    }

    @Test
    void scoreRangeWithoutAScaleHoldsLabels() {
      OneStep step =
          run(
              """
              {"activity": "simple_judge", "instruction": "x", "item": "y", "score_range": [1, 2]}""");
      assertThat(step.outputs().at("/results/0/score").isString()).isTrue();
      assertThat(step.outputs().path("average_score").isNull()).isTrue();
    }

    @Test
    void scaleIsAnObjectToo() {
      OneStep step =
          run(
              """
              {"activity": "simple_judge", "instruction": "x", "item": "y", "judge_type": "scale",
                "scale_range": {"min": 7, "max": 7}}""");
      assertThat(step.outputs().path("average_score").asDouble()).isEqualTo(7);
    }

    @Test
    void binaryJudgeSaysYesOrNo() {
      OneStep step =
          run(
              """
              {"activity": "simple_judge", "instruction": "x", "item": "y", "judge_type": "binary"}""");
      assertThat(step.outputs().at("/results/0/judgment").asString()).isIn("yes", "no");
    }

    private static JsonNode scored() {
      return run("""
              {"activity": "simple_judge", "instruction": "Is it good?", "judge_type": "scale",
                "scale_range": [2, 4], "items": ["a", "b", "c", "d"]}""")
          .outputs();
    }
  }

  @Nested
  class Selections {
    @Test
    void earlierRunsAreSelectedByTask() {
      assertThat(selected("")).isEqualTo(2);
    }

    @Test
    void earlierRunsAreSelectedByLabel() {
      assertThat(selected(", \"label_key\": \"purpose\", \"label_value\": \"smoke-test\""))
          .isEqualTo(1);
    }

    private static int selected(String label) {
      return run("""
              {"activity": "select_trajectories", "task": "test-echo"%s}"""
              .formatted(label))
          .outputs()
          .path("trajectory_references")
          .size();
    }
  }

  private static OneStep run(String config) {
    return run(config, "{}");
  }

  private static OneStep run(String config, String initParams) {
    return OneStep.run(client, config, initParams);
  }
}
