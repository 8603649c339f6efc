package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskUpdateTest {
  private static final String PATH = "/api/v1/tasks/acme/t";

  private static final String WORKFLOW =
      """
      {
        'init_params': {'topic': 'sea', 'api_key': 'never-to-be-seen'},
        'step_configs': {'draft': {'activity': 'text_echo', 'text': 'a\\u200bb'}},
        'steps': ['draft']
      }
      """;

  private static ToolHarness update(String arguments) {
    return update(WORKFLOW, arguments);
  }

  private static ToolHarness update(String workflow, String arguments) {
    String task =
        "{'name': 't', 'description': 'Key: password=hunter2hunter2', 'workflow': "
            + workflow
            + "}";
    FakeJetty jetty = new Routes().on("GET " + PATH, task).on("PUT " + PATH, task).jetty();
    return ToolHarness.of(TaskTools.UPDATE_TASK, jetty, "{'task': 't', " + arguments + "}");
  }

  private static JsonNode sent(ToolHarness call) {
    assertThat(call.failure()).isEmpty();
    assertThat(call.jetty().lines()).containsExactly("GET " + PATH, "PUT " + PATH);
    return json(FakeJetty.body(call.jetty().requests().get(1)));
  }

  private static String problem(ToolHarness call) {
    assertThat(call.jetty().lines()).doesNotContain("PUT " + PATH);
    return call.failure(BadArguments.class).problem();
  }

  @Nested
  class WithWorkflow {
    private static final String SHOWN =
        WORKFLOW.replace("never-to-be-seen", "[redacted]").replace("\\u200b", "");

    @Test
    void valuesSentAsShownKeepTheirStoredValues() {
      ToolHarness call = update("'workflow': " + SHOWN.replace("sea", "lakes"));
      assertThat(sent(call).path("workflow")).isEqualTo(json(WORKFLOW.replace("sea", "lakes")));
    }

    @Test
    void changedValuesAreReported() {
      ToolHarness call = update("'workflow': " + SHOWN.replace("sea", "lakes"));
      assertThat(call.shown().path("changed"))
          .isEqualTo(json("[{'path': 'init_params.topic', 'from': 'sea', 'to': 'lakes'}]"));
    }

    @Test
    void markThatReplacesNothingIsRefusedWithItsPath() {
      ToolHarness call =
          update("'workflow': " + SHOWN.replace("'topic'", "'password': '[redacted]', 'topic'"));
      assertThat(problem(call)).contains("init_params.password").doesNotContain("api_key");
    }

    @Test
    void changesWithAWorkflowAreRefused() {
      ToolHarness call =
          update("'workflow': " + SHOWN + ", 'changes': [{'path': 'steps', 'value': []}]");
      assertThat(problem(call)).contains("workflow", "changes", "not both");
    }
  }

  @Nested
  class WithChanges {
    @Test
    void onlyGivenPathsChange() {
      ToolHarness call =
          update(
              "'changes': [{'path': 'init_params.topic', 'value': 'lakes'},"
                  + " {'path': 'step_configs.draft.text', 'remove': true},"
                  + " {'path': 'step_configs.draft.text_path', 'value': 'init_params.topic'}]");
      assertThat(sent(call).path("workflow"))
          .isEqualTo(
              json(
                  WORKFLOW
                      .replace("sea", "lakes")
                      .replace("'text': 'a\\u200bb'", "'text_path': 'init_params.topic'")));
      assertThat(call.shown().path("changed"))
          .isEqualTo(
              json(
                  """
                  [
                    {'path': 'init_params.topic', 'from': 'sea', 'to': 'lakes'},
                    {'path': 'step_configs.draft.text', 'from': 'ab'},
                    {'path': 'step_configs.draft.text_path', 'to': 'init_params.topic'}
                  ]
                  """));
    }

    @Test
    void hiddenValuesAreNotReported() {
      ToolHarness call =
          update("'changes': [{'path': 'init_params.api_key', 'value': 'another-secret-value'}]");
      assertThat(sent(call).at("/workflow/init_params/api_key").asString())
          .isEqualTo("another-secret-value");
      assertThat(call.shown().path("changed"))
          .isEqualTo(
              json("[{'path':'init_params.api_key','from':'[redacted]','to':'[redacted]'}]"));
    }

    @Test
    void manyChangesAreReportedUpToALimit() {
      String steps =
          IntStream.range(0, 40)
              .mapToObj(
                  i -> "{'path': 'init_params.p" + i + "', 'value': '" + "x".repeat(900) + "'}")
              .collect(Collectors.joining(","));
      JsonNode shown = update("'changes': [" + steps + "]").shown();
      assertThat(shown.path("changed")).hasSize(30);
      assertThat(shown.path("changed_total").asInt()).isEqualTo(40);
      assertThat(shown.path("changed").path(0).path("to").asString()).hasSizeLessThan(250);
    }

    @Test
    void impossibleChangePreventsStoring() {
      ToolHarness call =
          update(
              "'changes': [{'path': 'init_params.topic', 'value': 'lakes'},"
                  + " {'path': 'init_params.gone', 'remove': true}, {'path': 'stepz[0]', 'value': 1}]");
      assertThat(problem(call)).contains("init_params.gone", "stepz[0]", "Did you mean \"steps\"?");
    }

    @Test
    void textThatWasTakenAsCutIsReported() {
      ToolHarness call =
          update(
              WORKFLOW.replace("sea", "the sea at night, in winter"),
              "'changes': [{'path': 'init_params.topic', 'value': 'the sea at night, in…'}]");
      assertThat(call.shown().path("warnings").toString())
          .contains("init_params.topic", "taken as a cut text");
    }

    @Test
    void changedWorkflowIsLinted() {
      String changes = "'changes': [{'path': 'steps[1]', 'value': 'missing'}]";
      assertThat(problem(update(changes))).contains("missing", "skip_validation");
      assertThat(sent(update(changes + ", 'skip_validation': true")).at("/workflow/steps"))
          .isEqualTo(json("['draft', 'missing']"));
    }
  }

  @Nested
  class WithAValueThatItsParentHides {
    private static final String ENVIRONMENT =
        """
        {
          'init_params': {
            'agent_env': {'A': 'hunter2hunter2', 'B': ''},
            'pairs': [{'name': 'api_key', 'value': 'never-to-be-seen', 'on': true}]
          },
          'step_configs': {'draft': {'activity': 'text_echo', 'text': 'a'}},
          'steps': ['draft']
        }
        """;
    private static final String SHOWN =
        ENVIRONMENT
            .replace("hunter2hunter2", "[redacted]")
            .replace("never-to-be-seen", "[redacted]");

    @Test
    void copyUnderAnotherNameIsRefused() {
      ToolHarness call =
          update(
              ENVIRONMENT,
              "'changes': [{'path': 'init_params.notes', 'value': {'A': '[redacted]', 'B': ''}}]");
      assertThat(problem(call))
          .contains("hidden value would become visible at init_params.notes.A")
          .doesNotContain("hunter2");
    }

    @Test
    void renamedParentIsRefused() {
      ToolHarness call = update(ENVIRONMENT, "'workflow': " + SHOWN.replace("agent_env", "notes"));
      assertThat(problem(call)).contains("visible at init_params.notes.A");
    }

    @Test
    void renamedPairIsRefused() {
      ToolHarness call =
          update(ENVIRONMENT, "'workflow': " + SHOWN.replace("'api_key'", "'topic'"));
      assertThat(problem(call)).contains("init_params.pairs[0].value");
    }

    @Test
    void valueThatTheCallerPassesIsStored() {
      ToolHarness call =
          update(
              ENVIRONMENT,
              "'changes': [{'path': 'init_params.notes', 'value': {'A': 'hunter2hunter2'}}]");
      assertThat(sent(call).at("/workflow/init_params/notes/A").asString())
          .isEqualTo("hunter2hunter2");
    }

    @Test
    void valueUnderItsNameIsStored() {
      ToolHarness call =
          update(ENVIRONMENT, "'workflow': " + SHOWN.replace("'B': ''", "'B': 'new'"));
      assertThat(sent(call).path("workflow"))
          .isEqualTo(json(ENVIRONMENT.replace("'B': ''", "'B': 'new'")));
    }
  }

  @Nested
  class WithFieldsBesideTheWorkflow {
    private JsonNode changed(String arguments) {
      String before =
          "{'name': 't', 'description': 'Old', 'is_private': true, 'has_file_uploads': false,"
              + " 'workflow': "
              + WORKFLOW
              + "}";
      FakeJetty jetty = new Routes().on("GET " + PATH, before).on("PUT " + PATH, "{}").jetty();
      return ToolHarness.of(TaskTools.UPDATE_TASK, jetty, "{'task': 't', " + arguments + "}")
          .shown()
          .path("changed");
    }

    @Test
    void changedFieldsAreReported() {
      assertThat(
              changed(
                  "'is_private': false, 'has_file_uploads': true, 'name': 'new',"
                      + " 'description': 'New'"))
          .isEqualTo(
              json(
                  """
                  [
                    {'path': 'name', 'from': 't', 'to': 'new'},
                    {'path': 'description', 'from': 'Old', 'to': 'New'},
                    {'path': 'has_file_uploads', 'from': 'false', 'to': 'true'},
                    {'path': 'is_private', 'from': 'true', 'to': 'false'}
                  ]
                  """));
    }

    @Test
    void fieldsPrecedeChangesOfTheWorkflow() {
      assertThat(
              changed(
                  "'is_private': false,"
                      + " 'changes': [{'path': 'init_params.topic', 'value': 'lakes'}]"))
          .extracting(one -> one.path("path").asString())
          .containsExactly("is_private", "init_params.topic");
    }

    @Test
    void fieldsThatStayAreNotReported() {
      assertThat(changed("'is_private': true, 'description': 'Old'").isMissingNode()).isTrue();
    }
  }

  @Nested
  class WithDescription {
    @Test
    void hiddenPartKeepsItsStoredValue() {
      assertThat(sent(update("'description': 'Key: password=[redacted]'")).path("description"))
          .isEqualTo(json("'Key: password=hunter2hunter2'"));
    }

    @Test
    void newDescriptionIsStoredAsGiven() {
      assertThat(sent(update("'description': 'New'"))).isEqualTo(json("{'description': 'New'}"));
    }

    @Test
    void markThatReplacesNothingIsRefused() {
      assertThat(problem(update("'description': 'Use [redacted]'"))).contains("description");
    }
  }
}
