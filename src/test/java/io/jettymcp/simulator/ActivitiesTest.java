package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each activity where it works; what it does where it does not is told by FailuresTest. */
class ActivitiesTest {
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
  void everyActivityOfTheTableIsCarriedOut() {
    assertThat(ActivityRegistry.all().keySet())
        .containsAll(Activities.ALL.stream().map(Activity::name).toList());
  }

  @Test
  void anEchoGivesItsTextBackAndNullForNone() {
    assertThat(outputs("'activity':'text_echo','text':'plain'", "{}"))
        .isEqualTo("{'text':'plain'}");
    assertThat(
            outputs("'activity':'text_echo','text_path':'init_params.a.b[1]'", "{'a':{'b':[1,2]}}"))
        .isEqualTo("{'text':'2'}");
    assertThat(outputs("'activity':'text_echo','text_path':'init_params.none'", "{}"))
        .isEqualTo("{'text':null}");
  }

  @Test
  void aPathWinsOverAPlainValue() {
    assertThat(
            outputs(
                "'activity':'text_echo','text':'plain','text_path':'init_params.text'",
                "{'text':'looked up'}"))
        .isEqualTo("{'text':'looked up'}");
  }

  @Test
  void laterStepsSeeInputsAndOutputsOfEarlierOnes() {
    JsonNode trajectory =
        trajectory(
            "{'init_params':{'list':[{'id':'x'},{'id':'y'}]},'step_configs':{"
                + "'first':{'activity':'text_echo','text_path':'init_params.list[*].id'},"
                + "'second':{'activity':'text_concatenate','separator':'+',"
                + "'texts_path':'first.inputs.text'},"
                + "'third':{'activity':'text_echo','text_path':'second.outputs.text'}},"
                + "'steps':['first','second','third']}",
            "{}");
    assertThat(quoted(trajectory.path("steps").path("third").path("outputs")))
        .isEqualTo("{'text':'x+y'}");
    assertThat(quoted(trajectory.path("steps").path("third").path("depends_on")))
        .isEqualTo("['second']");
    assertThat(quoted(trajectory.path("steps").path("first").path("inputs")))
        .isEqualTo("{'text':['x','y']}");
  }

  @Test
  void aTemplateIsFilledWithItsVariables() {
    assertThat(
            outputs(
                "'activity':'text_template','template':'Hi {{ name }}, {n} times; {not} {{n}}',"
                    + "'name_path':'init_params.name','n':3",
                "{'name':'Ada {{n}}'}"))
        .isEqualTo("{'text':'Hi Ada {{n}}, 3 times; {not} 3'}");
  }

  @Test
  void textsAreJoinedWithASeparator() {
    String texts = "'activity':'text_concatenate','texts_path':'init_params.t'";
    assertThat(outputs(texts + ",'separator':', '", "{'t':['a',2,null,'b']}"))
        .isEqualTo("{'text':'a, 2, , b'}");
    assertThat(outputs(texts, "{'t':[]}")).isEqualTo("{'text':''}");
  }

  @Test
  void aTextIsSplitIntoChunksThatOverlapUnderBothNames() {
    for (String activity : new String[] {"text_split", "split_text"}) {
      assertThat(
              outputs(
                  "'activity':'%s','text':'abcdefgh','chunk_size':4,'overlap':1"
                      .formatted(activity),
                  "{}"))
          .isEqualTo("{'chunks':['abcd','defg','gh']}");
    }
    assertThat(outputs("'activity':'text_split','text':'abc'", "{}"))
        .isEqualTo("{'chunks':['abc']}");
  }

  @Test
  void aBranchCarriesOutOneStepAndLeavesTheOtherOut() {
    String workflow =
        "{'init_params':{'go':true},'step_configs':{"
            + "'choose':{'activity':'conditional_branch','condition_path':'init_params.go',"
            + "'true_step':'yes','false_step':'no'},"
            + "'yes':{'activity':'text_echo','text':'yes'},"
            + "'no':{'activity':'text_echo','text':'no'},"
            + "'end':{'activity':'text_echo','text':'end'}},"
            + "'steps':['choose','yes','no','end']}";
    assertThat(quoted(trajectory(workflow, "{}").path("completed_steps")))
        .isEqualTo("['choose','yes','end']");
    for (String no : new String[] {"false", "0", "''", "'False'", "[]", "null"}) {
      assertThat(quoted(trajectory(workflow, "{'go':" + no + "}").path("completed_steps")))
          .as(no)
          .isEqualTo("['choose','no','end']");
    }
    String unlisted = workflow.replace("'choose','yes','no','end'", "'choose','end'");
    assertThat(quoted(trajectory(unlisted, "{'go':'x'}").path("completed_steps")))
        .isEqualTo("['choose','yes','end']");
  }

  @Test
  void aChatAnswersDeterministicallyAndSaysThatItIsSimulated() {
    String chat = "'activity':'litellm_chat','model':'gpt-4o-mini','prompt':'Name a colour.'";
    String first = outputs(chat, "{}");
    assertThat(first)
        .isEqualTo(
            "{'text':'[Simulated answer, gpt-4o-mini was not called] The prompt was:"
                + " Name a colour.','usage':{'prompt_tokens':4,'completion_tokens':20,"
                + "'total_tokens':24}}");
    assertThat(outputs(chat, "{'again':1}")).isEqualTo(first);
  }

  @Test
  void aChatStopsAtItsMostTokensAndSaysSo() {
    String chat =
        "'activity':'litellm_chat','model':'gpt-4o-mini','prompt':'Name a colour.','max_tokens':3";
    assertThat(outputs(chat, "{}"))
        .isEqualTo(
            "{'text':'[Simulated a','usage':{'prompt_tokens':4,'completion_tokens':3,"
                + "'total_tokens':7},'finish_reason':'length'}");
  }

  @Test
  void aChatWithAJsonFormatAnswersInJson() {
    String config =
        "'activity':'gemini_prompt','prompt':'x','response_format':{'type':'json_object'}";
    JsonNode outputs = trajectory(one(config), "{}").path("steps").path("it").path("outputs");
    JsonNode answer = SimulatorJson.parse(outputs.path("text").asString(""));
    assertThat(answer.path("simulated").asBoolean()).isTrue();
    assertThat(answer.path("answer").asString("")).endsWith("The prompt was: x");
  }

  @Test
  void imagesHavePathsUnderTheStorageOfTheRun() {
    for (String activity :
        new String[] {
          "litellm_image_generation", "gemini_image_generator", "replicate_text2image"
        }) {
      JsonNode trajectory =
          trajectory(one("'activity':'" + activity + "','prompt':'x','num_outputs':2"), "{}");
      JsonNode images = trajectory.path("steps").path("it").path("outputs").path("images");
      String prefix =
          trajectory.path("storage_path").asString()
              + "/"
              + trajectory.path("trajectory_id").asString();
      assertThat(images.size()).isEqualTo(2);
      assertThat(images.path(1).path("path").asString()).isEqualTo(prefix + ".it.0001.png");
      assertThat(images.path(1).path("content_type").asString()).isEqualTo("image/png");
    }
  }

  @Test
  void visionReadsAStoredImage() {
    assertThat(
            outputs(
                "'activity':'litellm_vision','prompt':'What is it?',"
                    + "'image_path_expr':'init_params.image'",
                "{'image':'acme/x/0000/a.png'}"))
        .contains("Simulated answer", "acme/x/0000/a.png");
  }

  @Test
  void aJudgeScoresWithinTheScaleAndAverages() {
    String judge =
        "'activity':'simple_judge','instruction':'Is it good?','judge_type':'scale',"
            + "'scale_range':[2,4],'items_path':'init_params.items'";
    JsonNode outputs =
        trajectory(one(judge), "{'items':['a','b','c','d']}")
            .path("steps")
            .path("it")
            .path("outputs");
    double sum = 0;
    for (JsonNode result : outputs.path("results")) {
      assertThat(result.path("score").asInt()).isBetween(2, 4);
      assertThat(result.path("raw_result").asString()).isEqualTo(result.path("score").toString());
      assertThat(result.path("explanation").asString()).startsWith("Simulated score");
      sum += result.path("score").asInt();
    }
    assertThat(outputs.path("results").size()).isEqualTo(4);
    assertThat(outputs.path("average_score").asDouble()).isEqualTo(sum / 4);
  }

  @Test
  void aScoreRangeWithoutAScaleHoldsLabels() {
    JsonNode outputs =
        trajectory(
                one(
                    "'activity':'simple_judge','instruction':'x','item':'y',"
                        + "'score_range':[1,2]"),
                "{}")
            .path("steps")
            .path("it")
            .path("outputs");
    assertThat(outputs.path("results").path(0).path("score").isString()).isTrue();
    assertThat(outputs.path("average_score").isNull()).isTrue();
  }

  @Test
  void earlierRunsAreSelectedByTaskAndLabel() {
    String all = "'activity':'select_trajectories','task':'test-echo'";
    JsonNode found = trajectory(one(all), "{}").path("steps").path("it").path("outputs");
    assertThat(found.path("trajectory_references").size()).isEqualTo(2);
    JsonNode labelled =
        trajectory(one(all + ",'label_key':'purpose','label_value':'smoke-test'"), "{}")
            .path("steps")
            .path("it")
            .path("outputs");
    assertThat(labelled.path("trajectory_references").size()).isEqualTo(1);
  }

  @Test
  void videosAndOtherModelsAnswerToo() {
    assertThat(outputs("'activity':'replicate_text2video','prompt':'x'", "{}"))
        .contains(".it.0000.mp4");
    assertThat(outputs("'activity':'replicate_run','model':'owner/m','input':{'a':1}", "{}"))
        .contains("owner/m was not called");
  }

  @Test
  void aRunWithoutStepsCompletesAtOnceAndDoesNothing() {
    JsonNode trajectory = trajectory("{'steps':[]}", "{}");
    assertThat(trajectory.path("status").asString()).isEqualTo("completed");
    assertThat(trajectory.path("steps").isEmpty()).isTrue();
  }

  private static String outputs(String config, String initParams) {
    JsonNode trajectory = trajectory(one(config), initParams);
    return quoted(trajectory.path("steps").path("it").path("outputs"));
  }

  private static String one(String config) {
    return "{'init_params':{},'step_configs':{'it':{" + config + "}},'steps':['it']}";
  }

  private static JsonNode trajectory(String workflow, String initParams) {
    return visit.trajectoryOf(workflow.replace('\'', '"'), initParams.replace('\'', '"'));
  }

  private static String quoted(JsonNode json) {
    return json.toString().replace('"', '\'');
  }
}
