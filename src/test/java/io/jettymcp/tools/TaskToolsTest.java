package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TaskToolsTest {
  private static final String GOOD =
      "{'init_params':{},'steps':['a'],'step_configs':{'a':{'activity':'text_echo','text':'x'}}}";
  private static final String BROKEN =
      "{'init_params':{},'steps':['a','b'],'step_configs':{'a':{'activity':'text_echo'}}}";
  private static final String PITFALL =
      "{'init_params':{},'steps':['a'],'step_configs':{'a':"
          + "{'activity':'litellm_chat','model':'gpt-4o-mini','user_prompt':'x'}}}";

  @Test
  void taskIsShownWithItsWorkflow() {
    ToolHarness call = rehearse(TaskTools.GET_TASK, "{'task':'test-echo','max_bytes':9000}");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'name':'test-echo','description':'Echoes','has_file_uploads':false,"
                    + "'is_private':true,'url':'https://jetty.io/acme/test-echo'}"));
    Result.Excerpt part = call.result().excerpt().orElseThrow();
    assertThat(part.field()).isEqualTo("workflow");
    assertThat(part.value()).isEqualTo(json(Acme.WORKFLOW));
    assertThat(call.result().maxBytes()).isEqualTo(9000);
    assertThat(part.rest().apply(500).arguments())
        .isEqualTo(json("{'collection':'acme','task':'test-echo','max_bytes':9000,'offset':500}"));
  }

  @Test
  void oneStepIsShownByName() {
    ToolHarness call =
        rehearse(TaskTools.GET_TASK, "{'task':'test-echo','step':'echo','offset':7}");
    Result.Excerpt part = call.result().excerpt().orElseThrow();
    assertThat(part.field()).isEqualTo("config");
    assertThat(part.offset()).isEqualTo(7);
    assertThat(part.value())
        .isEqualTo(json("{'activity':'text_echo','text_path':'init_params.text'}"));
    assertThat(part.rest().apply(9).arguments().path("step").asString()).isEqualTo("echo");
    assertThat(
            rehearse(TaskTools.GET_TASK, "{'task':'test-echo','step':'eco'}")
                .failure(BadArguments.class)
                .problem())
        .contains("It has: echo.");
  }

  @Test
  void taskIsStoredAsGiven() {
    ToolHarness call =
        rehearse(
            TaskTools.CREATE_TASK,
            "{'name':'test-echo','workflow':"
                + GOOD
                + ",'description':'','has_file_uploads':true,'is_private':'false'}");
    assertThat(call.jetty().lines()).containsExactly("POST /api/v1/tasks/acme");
    assertThat(json(body(call)))
        .isEqualTo(
            json(
                "{'name':'test-echo','workflow':"
                    + GOOD
                    + ",'description':'','has_file_uploads':true,'is_private':false}"));
    assertThat(call.shown().path("url").asString()).isEqualTo("https://jetty.io/acme/test-echo");
    assertThat(call.result().next().get(0).tool()).isEqualTo("run-task-sync");
    assertThat(call.shown().path("warnings")).isEmpty();
  }

  @Test
  void workflowMayBeAString() {
    String text = GOOD.replace("'", "\\\"");
    ToolHarness call = rehearse(TaskTools.CREATE_TASK, "{'name':'t','workflow':'" + text + "'}");
    assertThat(json(body(call)).path("workflow")).isEqualTo(json(GOOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROKEN,
        "{}",
        "{'init_params':{},'steps':['a'],'step_configs':{'a':{}}}",
        "{'init_params':{},'steps':['a'],'step_configs':{'a':"
            + "{'activity':'text_echo','text_path':'gone.outputs.text'}}}"
      })
  void invalidWorkflowIsRefusedUnlessValidationIsSkipped(String workflow) {
    ToolHarness refused =
        rehearse(TaskTools.CREATE_TASK, "{'name':'t','workflow':" + workflow + "}");
    assertThat(refused.failure(BadArguments.class).problem()).contains("skip_validation");
    assertThat(refused.jetty().requests()).isEmpty();
    ToolHarness stored =
        rehearse(
            TaskTools.CREATE_TASK,
            "{'name':'t','workflow':" + workflow + ",'skip_validation':true}");
    assertThat(stored.jetty().requests()).hasSize(1);
    assertThat(stored.shown().path("warnings")).isNotEmpty();
    rehearse(TaskTools.UPDATE_TASK, "{'task':'test-echo','workflow':" + workflow + "}")
        .failure(BadArguments.class);
  }

  @Test
  void knownIssueIsAWarning() {
    ToolHarness call = rehearse(TaskTools.CREATE_TASK, "{'name':'t','workflow':" + PITFALL + "}");
    JsonNode warning = call.shown().path("warnings").path(0);
    assertThat(warning.path("fix").asString()).isEqualTo("prompt");
    assertThat(warning.path("where").asString()).contains("user_prompt");
    assertThat(warning.path("why").asString()).isNotBlank();
  }

  @Test
  void redactionMarkIsRefusedInANewTask() {
    String hidden = GOOD.replace("'x'", "'Bearer [redacted]'");
    ToolHarness call =
        rehearse(
            TaskTools.CREATE_TASK,
            "{'name':'test-echo','skip_validation':true,'workflow':" + hidden + "}");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("[redacted]", "step_configs.a.text");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void updateSendsOnlyGivenFields() {
    ToolHarness call = rehearse(TaskTools.UPDATE_TASK, "{'task':'test-echo','description':''}");
    assertThat(call.jetty().lines())
        .containsExactly("GET /api/v1/tasks/acme/test-echo", "PUT /api/v1/tasks/acme/test-echo");
    assertThat(FakeJetty.body(call.jetty().requests().get(1))).isEqualTo("{\"description\":\"\"}");
    ToolHarness all =
        rehearse(
            TaskTools.UPDATE_TASK,
            "{'task':'test-echo','name':'new','workflow':"
                + GOOD
                + ",'is_private':true,'has_file_uploads':false}");
    assertThat(all.jetty().lines())
        .containsExactly("GET /api/v1/tasks/acme/test-echo", "PUT /api/v1/tasks/acme/test-echo");
    assertThat(json(FakeJetty.body(all.jetty().requests().get(1))))
        .isEqualTo(
            json(
                "{'name':'new','workflow':"
                    + GOOD
                    + ",'has_file_uploads':false,'is_private':true}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'task':'t'}", "{'task':'t','skip_validation':true}"})
  void emptyUpdateIsRefused(String arguments) {
    ToolHarness call = rehearse(TaskTools.UPDATE_TASK, arguments);
    assertThat(call.failure(BadArguments.class).problem()).contains("nothing to change");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void taskIsDeleted() {
    ToolHarness call = rehearse(TaskTools.DELETE_TASK, "{'task':'test-echo'}");
    assertThat(call.jetty().lines()).containsExactly("DELETE /api/v1/tasks/acme/test-echo");
    assertThat(call.shown()).isEqualTo(json("{'task':'test-echo','deleted':true}"));
  }

  @Test
  void workflowIsValidatedWithoutRequests() {
    ToolHarness good = rehearse(TaskTools.VALIDATE_WORKFLOW, "{'workflow':" + GOOD + "}");
    assertThat(good.shown()).isEqualTo(json("{'valid':true,'findings':[]}"));
    assertThat(good.jetty().requests()).isEmpty();
    ToolHarness bad = rehearse(TaskTools.VALIDATE_WORKFLOW, "{'workflow':" + BROKEN + "}");
    assertThat(bad.shown().path("valid").asBoolean()).isFalse();
    assertThat(bad.shown().path("findings").path(0).propertyNames())
        .contains("severity", "where", "what", "why");
  }

  @Test
  void storedTaskIsValidated() {
    ToolHarness call = rehearse(TaskTools.VALIDATE_WORKFLOW, "{'task':'test-echo'}");
    assertThat(call.jetty().lines()).containsExactly("GET /api/v1/tasks/acme/test-echo");
    assertThat(call.shown().path("valid").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'templates':[{'activity_name':'new_thing'}],'total_count':1}",
        "[{'name':'new_thing'}]"
      })
  void unknownActivitiesAreReadFromJetty(String templates) {
    String workflow = "{'workflow':" + GOOD.replace("text_echo", "new_thing") + "}";
    FakeJetty knows = new Routes().on("GET /api/v1/step-templates", templates).jetty();
    assertThat(
            ToolHarness.of(TaskTools.VALIDATE_WORKFLOW, knows, workflow).shown().path("findings"))
        .isEmpty();
    FakeJetty silent = new Routes().on("GET /api/v1/step-templates", Routes.notFound()).jetty();
    assertThat(
            ToolHarness.of(TaskTools.VALIDATE_WORKFLOW, silent, workflow).shown().path("findings"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'task':'t','workflow':{'steps':[]}}"})
  void exactlyOneSourceIsRequired(String arguments) {
    rehearse(TaskTools.VALIDATE_WORKFLOW, arguments).failure(BadArguments.class);
  }

  private static ToolHarness rehearse(Tool tool, String arguments) {
    return ToolHarness.of(tool, Acme.jetty(), arguments);
  }

  private static String body(ToolHarness call) {
    return FakeJetty.body(call.jetty().requests().get(0));
  }
}
